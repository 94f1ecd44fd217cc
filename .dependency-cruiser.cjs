// Who may import whom (docs/architecture.md, "Imports go downwards only"). `npm run check` runs it; every rule here has a planted violation
// in tests/contract/import-rules.test.ts that shows it bites: a rule without one fails that test.

/** Test files may import anything: they look at a thing from outside. */
const TESTS = "\\.test\\.tsx?$";
/** Types vanish at run time: a page may name the shape of what a presenter hands it. */
const VALUES_ONLY = ["type-only"];

/** A rule with its reason. `from` and `to` are dependency-cruiser's conditions. */
const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });
const inApp = (folders) => `^app/(${folders})/`;

module.exports = {
  forbidden: [
    // Not in sandbox/graphql/views: an order has fulfilments and a fulfilment its order, and the views refer to each other as the graph does.
    rule(
      "no-cycles",
      "Two modules that need each other are one module, or miss a third.",
      { pathNot: "^sandbox/graphql/views/" },
      { circular: true, viaOnly: { dependencyTypesNot: VALUES_ONLY } },
    ),
    rule("imports-resolve", "An import that leads nowhere would also hide what it violates.", { pathNot: "^woo-plugin/" }, { couldNotResolve: true }),

    // Layers, from the bottom up.
    rule(
      "lib-imports-nothing-of-ours",
      "lib is what could be a package of its own.",
      { path: inApp("lib"), pathNot: TESTS },
      { path: "^(app/(?!lib/)|sandbox/|scripts/|tests/)" },
    ),
    rule(
      "domain-imports-lib-only",
      "The domain is pure: no I/O, no database, no framework of ours.",
      { path: inApp("domain"), pathNot: TESTS },
      { path: "^app/(?!domain/|lib/)" },
    ),
    rule(
      "data-imports-domain-and-lib",
      "Data answers questions; it starts nothing.",
      { path: inApp("data"), pathNot: TESTS },
      { path: "^app/(?!data/|domain/|lib/)" },
    ),
    rule(
      "queue-knows-no-jobs",
      "The queue claims, completes and schedules rows; what they mean is above it.",
      { path: inApp("queue"), pathNot: TESTS },
      { path: "^app/(?!queue/|data/|domain/|lib/)" },
    ),
    rule(
      "job-definitions-stay-light",
      "Anything may enqueue a job by its definition, so a definition brings nothing along.",
      { path: "^app/jobs/.*\\.job\\.ts$" },
      { path: "^app/(?!jobs/|queue/|domain/|lib/)" },
    ),
    rule(
      "handlers-for-the-worker-alone",
      "A page or a service that imports a handler would run the work itself, with no lease and no retry.",
      { pathNot: ["^app/worker", TESTS] },
      { path: "^app/jobs/.*\\.handler\\.server\\.ts$" },
    ),
    rule(
      "inbox-and-sync-import-downwards",
      "The core does not know who calls it.",
      { path: inApp("inbox|sync"), pathNot: TESTS },
      { path: ["^app/(routes|components|ingest|bridge|presenters|services|api)/", "^app/[^/]+\\.tsx?$"] },
    ),
    rule(
      "services-presenters-api-import-downwards",
      "A use case does not know which page or endpoint asked for it.",
      { path: inApp("services|presenters|api"), pathNot: TESTS },
      { path: ["^app/(routes|components|ingest|bridge)/", "^app/(server|worker[^/]*|page-handler[^/]*|cli|root|entry[^/]*)\\.tsx?$"] },
    ),
    rule(
      "ingest-stands-in-front",
      "Ingest answers in milliseconds: no page code, no rendering.",
      { path: inApp("ingest"), pathNot: TESTS },
      { path: ["^app/(routes|components|presenters)/", "^node_modules/(@remix-run|react|react-dom|@shopify/(polaris|shopify-app-remix))/"] },
    ),
    rule(
      "bridge-stands-in-front",
      "The WordPress bridge is an API like ours: it answers sites, and knows no page and no other door.",
      { path: inApp("bridge"), pathNot: TESTS },
      {
        path: [
          "^app/(routes|components|ingest|jobs)/",
          "^app/(server|worker[^/]*|page-handler[^/]*|cli|root|entry[^/]*)\\.tsx?$",
          "^node_modules/(@remix-run|react|react-dom|@shopify/(polaris|shopify-app-remix))/",
        ],
      },
    ),
    rule(
      "pages-ask-a-service-or-presenter",
      "A route authenticates, parses, calls one service or presenter, answers.",
      { path: inApp("routes"), pathNot: TESTS },
      { path: "^app/(data|queue|inbox|sync|jobs|ingest|bridge|channels|connectors)/", dependencyTypesNot: VALUES_ONLY },
    ),
    rule(
      "pages-see-one-merchant",
      "data/system works for the installation as a whole: a page never asks it, or merchants could mix.",
      { path: inApp("routes|presenters|components"), pathNot: TESTS },
      { path: "^app/data/system/" },
    ),
    rule(
      "components-only-show",
      "A component gets what it shows as props.",
      { path: inApp("components"), pathNot: TESTS },
      { path: ["^app/(?!components/|domain/|lib/)", "\\.server\\.tsx?$"], dependencyTypesNot: VALUES_ONLY },
    ),

    // Channels and connectors.
    rule(
      "a-channel-sees-only-itself",
      "A channel is one folder: its own files, the contract, domain and lib.",
      { path: "^app/(channels|connectors)/([^/]+)/", pathNot: TESTS },
      { path: "^app/", pathNot: ["^app/$1/$2/", "^app/$1/contract\\.ts$", "^app/(domain|lib)/"] },
    ),
    rule(
      "the-contract-is-neutral",
      "The contract names no channel.",
      { path: "^app/(channels|connectors)/contract\\.ts$" },
      { path: "^app/(?!domain/|lib/)" },
    ),
    rule(
      "the-core-names-no-channel",
      "A new channel is one folder and one line in all.ts: nothing below the services may know one by name.",
      { path: inApp("data|queue|jobs|inbox|sync"), pathNot: TESTS },
      { path: "^app/(channels|connectors)/[^/]+/" },
    ),

    // The database.
    rule(
      "only-data-touches-the-database",
      "Every query goes through app/data, which takes the merchant's id.",
      { path: "^app/", pathNot: ["^app/(data|queue/drivers)/", TESTS] },
      { path: "^node_modules/(@types/)?(better-sqlite3|pg|pg-pool|kysely|sqlite3|graphile-worker|@prisma/[^/]+)/" },
    ),
    rule(
      "no-prisma-client-at-run-time",
      "See docs/decisions/0001: Prisma owns schema, migrations and types.",
      { path: "^(app|sandbox)/" },
      { path: "^node_modules/@prisma/client/" },
    ),

    // The parts of the repository.
    rule("app-and-plugin-are-strangers", "They meet over HTTP, and have different licences.", { path: "^app/" }, { path: "^woo-plugin/" }),
    rule("plugin-and-app-are-strangers", "They meet over HTTP, and have different licences.", { path: "^woo-plugin/" }, { path: "^(app|sandbox)/" }),
    rule("sandbox-imports-nothing-of-app", "A stand-in that shares code with the app shares its mistakes.", { path: "^sandbox/" }, { path: "^app/" }),
    rule(
      "app-imports-nothing-of-sandbox",
      "Production code has no branch for the stand-in.",
      { path: "^app/", pathNot: TESTS },
      { path: "^sandbox/" },
    ),
    rule(
      "product-imports-no-tools",
      "What runs in production does not need the scripts or the tests.",
      { path: "^(app|sandbox)/", pathNot: TESTS },
      { path: "^(scripts|tests|bin)/" },
    ),
    rule(
      "no-dev-dependencies-in-app",
      "`npm ci --omit=dev` must leave a working app.",
      { path: "^app/", pathNot: TESTS },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: [...VALUES_ONLY, "npm"], pathNot: "^node_modules/@types/" },
    ),
  ],
  options: {
    // Without it the `#app/…` and `.ts` imports would not resolve, and violations through them would go unseen.
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|data|test-results)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
