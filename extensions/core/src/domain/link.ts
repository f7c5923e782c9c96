/** What a link says to whoever makes its token: changed in any part, it is another link. */
export interface LinkParts {
	kind: string;
	id: string;
	nonce: string;
}

/** Kinds have no colon, and the rest are UUIDs, so no two links are one text. */
export const linkText = ({ kind, id, nonce }: LinkParts): string => `${kind}:${id}:${nonce}`;

/** 32 bytes in base64url. Anything else was never a token, and nothing needs to be looked up. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** `path` below the address that people type; without one it is a path of the same server. */
export function urlBelow(publicUrl: string, path: string): string {
	return `${publicUrl.replace(/\/+$/, '')}${path}`;
}
