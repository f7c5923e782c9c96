import { renderSVG } from 'uqr';

/** A QR code that a scanner reads off a dark screen too: black on white, with the quiet zone of the standard. Only digits and letters. */
export function qrSvg(text: string): string {
	if (!/^[\w-]+$/.test(text)) throw new Error('A QR code of ours is digits and letters, so that its text needs no escaping');
	const svg = renderSVG(text, { border: 4, ecc: 'M', pixelSize: 4 });
	return svg.replace('<svg ', '<svg role="img" ').replace('>', `><title>${text}</title>`);
}
