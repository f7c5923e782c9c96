import type { PreviewAnswer } from '../contract/answers.ts';
import type { AbcProblem } from '../domain/abc-words.ts';
import { validateModel } from '../domain/validate-model.ts';
import type { ScoringModel } from '../domain/model.ts';
import type { Ports } from './ports.ts';
import { prepareScoring, publicCutPoints, windowOf } from './prepare-scoring.ts';

export type PreviewResult =
	| { ok: true; data: PreviewAnswer }
	| { ok: false; reason: 'invalid_as_of' }
	| { ok: false; reason: 'invalid_model'; problems: AbcProblem[] };

/** What an unsaved model would do. Writes nothing. */
export async function previewModel(
	ports: Ports,
	{ model: draft, asOf }: { model: ScoringModel; asOf?: string | Date | undefined },
): Promise<PreviewResult> {
	const problems = validateModel(draft);
	if (problems.length > 0) return { ok: false, reason: 'invalid_model', problems };
	const window = windowOf(draft, asOf, ports);
	if (!window) return { ok: false, reason: 'invalid_as_of' };

	const models = await ports.store.models();
	const saved = models.find((item) => item.id === draft.id || item.key === draft.key);
	const model = { ...draft, id: saved?.id ?? null };
	const { workspace, rules, cuts, classes, totals, incomplete } = await prepareScoring(
		model,
		{ window, models },
		ports,
	);
	try {
		const moves = await workspace.moves(rules);
		const data: PreviewAnswer = {
			as_of: window.to.toISOString(),
			customers: totals.customers,
			cut_points: publicCutPoints(cuts, model),
			classes,
			moved: moves.reduce((sum, move) => sum + move.customers, 0),
			moves,
			currency: ports.settings.currency,
			...(incomplete ? { incomplete } : {}),
		};
		return { ok: true, data };
	} finally {
		await workspace.close();
	}
}
