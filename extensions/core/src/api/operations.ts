import type { Router } from 'express';
import { z, type ZodObject, type ZodType } from 'zod';
import { unstorableText } from '../domain/unstorable-text.ts';
import type { Phrase } from '../domain/words.ts';
import type { Accountability, Call, Host, Next, Reply } from './directus.ts';
import { notFound, notPermitted } from './errors.ts';
import { isForm, readForm, wasRead } from './form-body.ts';
import { idempotencyKey, parse, parseBody, refuseMalformed, route } from './http.ts';
import { isPublicPage, isPublicPost, type ApiOperation } from './openapi.ts';
import type { AfterForm, Page } from './page/page.ts';
import { pageHeaders, sendFailure, sendPage, wantsPage } from './page/send-page.ts';
import { publicLimit, type PublicLimit } from './public-limit.ts';
import { requireAdmin, requireField, requirePermission, type Action } from './rights.ts';

/**
 * Who may call: everybody; administrators; holders of a permission `[action, collection]`, or of the right to set one field
 * by hand, `[action, collection, field]`; whom a function lets pass: it throws, or returns what the handler gets as `rights`.
 */
export type May<Rights> =
	| 'public'
	| 'admin'
	| readonly [action: Action, collection: string]
	| readonly [action: Action, collection: string, field: string]
	| ((host: Host, call: Call) => Rights | Promise<Rights>);

/** What a handler is called with: everything is checked by then. */
export interface Asked<Params, Query, Body, Rights> {
	host: Host;
	call: Call;
	reply: Reply;
	accountability: Accountability;
	params: Params;
	query: Query;
	body: Body;
	/** The header `Idempotency-Key`; never null where it is required. */
	key: string | null;
	rights: Rights;
}

/** One operation of the API: where it is, who may, what it takes, what it answers, and what it does. */
export interface Operation<
	Params extends ZodObject = ZodObject,
	Query extends ZodObject = ZodObject,
	Body extends ZodType = ZodType,
	Answer extends ZodType = ZodType,
	Rights = unknown,
> extends ApiOperation {
	may: May<Rights>;
	params?: Params;
	query?: Query;
	body?: Body;
	answer?: Answer;
	page?: Page<z.output<Answer>> | AfterForm<z.output<Answer>>;
	handle: (
		asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>, Rights>,
	) => z.output<Answer> | Promise<z.output<Answer>>;
}

/** What somebody asks for besides must not be passed over. */
const NoBody = z.strictObject({});

/** States an operation; the compiler compares the handler with the schemas. A POST that names no body takes an empty one. */
export function operation<Params extends ZodObject, Query extends ZodObject, Body extends ZodType, Answer extends ZodType, Rights>(
	stated: Operation<Params, Query, Body, Answer, Rights>,
): Operation {
	const takesNothing = stated.method === 'post' && !stated.body && !stated.media;
	return { ...stated, ...(takesNothing ? { body: NoBody } : {}) } as unknown as Operation;
}

/** Mounts the operations of one endpoint, in this order; nothing else may be added to its router. */
export function mountOperations(
	router: Router,
	host: Host,
	{ id, operations }: { id: string; operations: readonly Operation[] },
): void {
	const limit = publicLimit(host, id);
	for (const stated of operations) {
		const before = [...(stated.page ? [pageHeaders] : []), ...limitsOf(stated, limit)];
		const after = stated.page ? [pageFailures(host, stated, limit)] : [];
		const handler = route((call, reply) => answer(host, stated, { call, reply }));
		router[stated.method](pathBelow(id, stated.path), ...before, handler, ...after);
	}
	refuseMalformed(router);
}

function limitsOf(stated: ApiOperation, { count, check }: PublicLimit): PublicLimit['count'][] {
	if (isPublicPost(stated)) return [count];
	return isPublicPage(stated) ? [check] : [];
}

/** Whoever asked for a page gets one that says what went wrong; programs get what every operation answers. */
function pageFailures(host: Host, { page, method }: Operation, { countMiss }: PublicLimit) {
	return (error: unknown, given: unknown, reply: unknown, next: Next): void => {
		const call = given as Call;
		const isMiss = method === 'get' && (error as { status?: unknown } | null)?.status === 404;
		const failed = async (): Promise<void> => {
			if (isMiss) await countMiss(call);
			if (!wantsPage(call)) return next(error);
			const back = page?.back?.(call.params) ?? null;
			const again = page && 'goTo' in page && wasRead(call) ? (page.again ?? null) : null;
			await sendFailure(host, { call, reply: reply as Reply }, { error, back, again });
		};
		failed().catch(next);
	};
}

/** `/crm/abc/models/{key}` below `crm/abc` is `/models/:key`. */
function pathBelow(id: string, path: string): string {
	if (!path.startsWith(`/${id}/`)) throw new Error(`${path} is not below /${id}`);
	return path.slice(id.length + 1).replaceAll(/\{(\w+)\}/g, ':$1');
}

/** The order is part of the contract: whoever may not learns nothing about what would have been wrong besides. */
async function answer(host: Host, stated: Operation, { call, reply }: { call: Call; reply: Reply }): Promise<unknown> {
	const { accountability } = call;
	// Directus sets it for everybody, for callers without a login as well.
	if (!accountability) throw notPermitted();
	const rights = await rightsOf(host, stated.may, call);
	const params = stated.params ? paramsOf(stated.params, call) : {};
	const key = stated.key ? idempotencyKey(call, { required: stated.key === 'required' }) : null;
	const query = stated.query ? parse(stated.query, call.query) : {};
	const body = stated.body ? await bodyOf(stated.body, stated, { call, reply }) : undefined;
	const data = await stated.handle({ host, call, reply, accountability, params, query, body, key, rights });
	if (reply.headersSent) return undefined;
	reply.status(stated.success ?? 200);
	if (stated.bare) reply.json(data);
	else if (stated.page && wantsPage(call)) await sendPage(host, { call, reply }, { page: stated.page, answer: data });
	return data;
}

/** JSON; of what everybody may send, forms too. */
async function bodyOf(schema: ZodType, stated: ApiOperation, { call, reply }: { call: Call; reply: Reply }): Promise<unknown> {
	return isPublicPost(stated) && isForm(call) ? parse(schema, await readForm(call, reply)) : parseBody(schema, call);
}

function rightsOf(host: Host, may: May<unknown>, call: Call): unknown {
	if (typeof may === 'function') return may(host, call);
	if (may === 'public') return undefined;
	if (may === 'admin') return requireAdmin(call);
	const [action, collection, field] = may;
	return field
		? requireField(host, call, action, { collection, field })
		: requirePermission(host, call, action, collection);
}

/** A malformed id is as unknown as any other. The schema says of what: `z.guid().meta(named(['客户', 'Customer']))`. */
function paramsOf(schema: ZodObject, { params }: Call): Record<string, unknown> {
	const result = schema.safeParse(params);
	const unstorable = result.success ? unstorableText(result.data) : null;
	if (result.success && unstorable === null) return result.data;
	const wrong = schema.shape[unstorable ?? String(result.error!.issues[0]?.path[0])] as ZodType | undefined;
	const { title, [CHINESE_TITLE]: chinese } = wrong?.meta() ?? {};
	throw notFound(title ? [String(chinese ?? title), title] : ['路径', 'This path']);
}

const CHINESE_TITLE = 'x-title-zh-CN';

/** What a parameter of the path stands for, in the document and where it is not found. */
export const named = ([zh, en]: Phrase): { title: string } => ({ title: en, ...{ [CHINESE_TITLE]: zh } });
