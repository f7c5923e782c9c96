/** The part of cli-progress that we use; the package brings no types. */
declare module 'cli-progress' {
	export interface Options {
		format?: string;
		stream?: NodeJS.WritableStream;
		hideCursor?: boolean;
		clearOnComplete?: boolean;
	}
	export class SingleBar {
		constructor(options: Options, preset?: object);
		start(total: number, startValue: number, payload?: object): void;
		update(current: number, payload?: object): void;
		stop(): void;
	}
	export const Presets: { shades_classic: object };
}
