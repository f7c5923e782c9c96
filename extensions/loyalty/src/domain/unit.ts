import { ownHalf, sentence, type Locale, type Phrase } from '@guanxi/core/words';

const POINTS: Phrase = ['积分', 'points'];

/** What members of a program call its points. */
export const unitOf = (unit: string | null, locale: Locale): string => ownHalf(unit || sentence(POINTS, locale), locale);
