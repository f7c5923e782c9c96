import type { Accountability, ExtensionsServices, Query, SchemaOverview } from '@directus/types';
import type { NextFunction, Request, Response } from 'express';
import type { Knex } from 'knex';

/** What every API extension of ours receives from Directus, without the parts we never use. */
export interface Host {
	services: ExtensionsServices;
	database: Knex;
	env: Record<string, unknown>;
	logger: Logger;
	getSchema: (options?: { database?: Knex; bypassCache?: boolean }) => Promise<SchemaOverview>;
	/** One emitter shared by all extensions of the process; core's own events never pass through it. */
	emitter: Emitter;
}

export interface Logger {
	info: (...args: unknown[]) => void;
	warn: (...args: unknown[]) => void;
	error: (...args: unknown[]) => void;
}

export interface Emitter {
	onFilter: (event: string, handler: (payload: never, meta: never, context: never) => unknown) => void;
	onAction: (event: string, handler: (meta: never, context: never) => void) => void;
	emitFilter: <T>(event: string, payload: T, meta: object, context?: unknown) => Promise<T>;
	emitAction: (event: string, meta: object, context?: unknown) => void;
}

/** The Express request as Directus' middleware leaves it. */
export interface Call extends Request {
	accountability?: Accountability;
	schema: SchemaOverview;
	/** The query as Directus read it. */
	sanitizedQuery?: Query;
}

export type Reply = Response;
export type Next = NextFunction;
export type { Accountability, SchemaOverview, Knex };
