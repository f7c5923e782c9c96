import type { SeedSpec } from '@guanxi/schema/model';
import { calendarRows } from './calendars.ts';
import { scoringModelRows } from './scoring-models.ts';
import { settingsRows } from './settings.ts';

/** Rows that every installation starts with; rows of plugins that are not installed wait until they are. */
export const referenceRows: SeedSpec[] = [...settingsRows, ...calendarRows, ...scoringModelRows];
