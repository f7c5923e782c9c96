import type { Operation } from '@guanxi/core/operations';
import { CASE_OPERATIONS } from './case/operations.ts';
import { INTAKE_OPERATIONS } from './intake/operations.ts';
import { CLOCK_OPERATIONS } from './sla/operations.ts';

/** Everything under `/crm/complaints`. */
export const OPERATIONS: Operation[] = [...INTAKE_OPERATIONS, ...CASE_OPERATIONS, ...CLOCK_OPERATIONS];
