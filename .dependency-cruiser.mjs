// The arrow of docs/adr and README: which folder may import which. Each rule says what to do instead.
const FOLDERS = [
  'protocol',
  'engine',
  'domain',
  'workflows',
  'activities',
  'temporal',
  'worker',
  'store',
  'api',
  'web',
  'standalone',
  'test',
  'bench',
];

/** `folder` may import only these folders of ours (and itself). */
function only(folder, allowed, comment) {
  const others = FOLDERS.filter((name) => name !== folder && !allowed.includes(name));
  return {
    name: `${folder}-imports`,
    comment,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: '\\.test\\.tsx?$' },
    to: { path: `^(${others.join('|')})/` },
  };
}

export default {
  forbidden: [
    only(
      'protocol',
      [],
      'protocol/ states contracts only: move the code to the part that uses it, and import protocol there.',
    ),
    only(
      'engine',
      ['protocol'],
      'engine/ is pure and runs in workflows and browsers: give it what it needs as an argument, or emit an effect.',
    ),
    only('domain', ['protocol', 'engine'], 'domain/ is pure: pass what the store knows as an argument.'),
    only(
      'workflows',
      ['engine', 'protocol', 'temporal', 'activities'],
      'Workflows run in a sandbox: put the side effect into an activity and proxy its type.',
    ),
    only(
      'activities',
      ['store', 'domain', 'protocol', 'temporal', 'engine'],
      'An activity gets its parts from a factory: let worker/ pass it in.',
    ),
    only(
      'temporal',
      ['protocol', 'engine', 'store'],
      'temporal/ is what API and worker share to talk to instances: keep their own rules in api/ or worker/.',
    ),
    only(
      'worker',
      ['workflows', 'activities', 'store', 'temporal', 'domain', 'protocol', 'engine'],
      'The worker must run without the API: share through store/, temporal/ or domain/.',
    ),
    only(
      'store',
      ['protocol', 'domain'],
      'store/ knows MongoDB and nothing else: move the rule to domain/ and pass its result in.',
    ),
    only(
      'api',
      ['store', 'domain', 'protocol', 'engine', 'temporal'],
      'The API must run without the worker: share through store/, temporal/ or domain/.',
    ),
    only('web', ['protocol', 'engine'], 'The browser talks to the server by protocol/: call the API instead.'),
    {
      name: 'nothing-imports-the-ends',
      comment: 'standalone/, test/ and bench/ are ends: move what is shared to the part that it belongs to.',
      severity: 'error',
      from: {
        path: '^(protocol|engine|domain|workflows|activities|temporal|worker|store|api|web)/',
        pathNot: '\\.test\\.tsx?$',
      },
      to: { path: '^(standalone|test|bench)/' },
    },
    {
      name: 'workflow-effects-as-types',
      comment: 'Import activities as types and call them by proxyActivities: their code must not enter the sandbox.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-in-domain',
      comment: 'domain/ may use engine/calendar only: everything else of the engine is driven by workflows.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^engine/(?!calendar)' },
    },
    {
      name: 'engine-in-web',
      comment: 'The browser may load engine/forms, engine/feel and engine/calendar; ask the API for the rest.',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^engine/(?!forms|feel|calendar)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'mongodb-in-store-only',
      comment: 'Only store/ knows MongoDB: add a method to one of its repositories.',
      severity: 'error',
      from: {
        path: '^(protocol|engine|domain|workflows|activities|temporal|worker|api|web)/',
        pathNot: '\\.test\\.tsx?$',
      },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'web-features-apart',
      comment: 'Features do not import each other: move what both need to web/ui or web/forms.',
      severity: 'error',
      from: { path: '^web/(staff|citizen|widget)/' },
      to: { path: '^web/(staff|citizen|widget)/', pathNot: '^web/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache|\\.cauce)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
