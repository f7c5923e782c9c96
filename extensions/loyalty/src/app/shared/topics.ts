/** Points moved: everything on the page that shows some reads again. */
export const POINTS = 'points';
