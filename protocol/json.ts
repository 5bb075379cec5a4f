/** A value as JSON carries it: what variables, form data and messages are made of. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

export type Variables = { [name: string]: JsonValue };
