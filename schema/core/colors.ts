/** Readable as text and as a dot on the light and on the dark theme (at least 4.5:1 on white, 3:1 on near-black). */
export const GREY = '#64748B';
export const BLUE = '#2563EB';
export const GREEN = '#15803D';
export const AMBER = '#B45309';
export const ORANGE = '#C2410C';
export const RED = '#DC2626';
export const PURPLE = '#9333EA';
export const TEAL = '#0F766E';
export const PINK = '#DB2777';
