/** The counter that references are taken from. */
export const REFERENCES = 'complaints.reference';

/** What a customer quotes: short, without letters that are easily mixed up. */
export const referenceOf = (number: number): string => `T${String(number).padStart(6, '0')}`;

/** The reference that a text names, such as the subject of a mail: `Re: [T000123]`. */
export const referenceIn = (text: string): string | null => /(?<![0-9A-Za-z])T\d{6,12}(?!\d)/i.exec(text)?.[0].toUpperCase() ?? null;
