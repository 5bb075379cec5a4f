// The package ships types of its schema, but none of its entry.
declare module 'bpmn-moddle' {
  export const BpmnModdle: new (packages: Record<string, unknown>) => object;
}
