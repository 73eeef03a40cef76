import js from "@eslint/js";
import {createNodeResolver, importX} from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import {doors, nodeFree, zones} from "./eslint.rooms.js";

const packages = Object.keys(doors);

/** As a regular expression: the package by its name, as `npm:name`, at a version, or a module inside it. */
const specifier = (name) => `^(npm:)?${name}(?![\\w-])`;

/** Rules for files that may import the `allowed` packages; `syntax` is refused besides. */
const restricted = (allowed, syntax = []) => {
  const refused = packages
    .filter((name) => !allowed.includes(name))
    .map((name) => ({regex: specifier(name), message: `its door is ${doors[name].join(" and ")}`}));
  const dynamic = refused.map(({regex, message}) => ({
    selector: `ImportExpression[source.value=/${regex}/]`,
    message
  }));
  return {
    "no-restricted-imports": ["error", {patterns: refused}],
    "no-restricted-syntax": ["error", ...dynamic, ...syntax]
  };
};

const importsOfValues =
  ":matches(ImportExpression, ImportDeclaration[importKind=value], " +
  "ExportNamedDeclaration[exportKind=value], ExportAllDeclaration[exportKind=value])";

const sessionAsValue = {
  selector: `${importsOfValues}[source.value=/onnx\\W(session|products)/]`,
  message: "llama/ is given its session; it imports types of it alone"
};

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "dist",
      "dist.unfinished",
      "out",
      ".cache",
      "src/.observablehq",
      "src/fonts",
      "weights"
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ["eslint.config.js", "eslint.rooms.js", "scripts/bundled-loader.mjs"]
        },
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: {"import-x": importX},
    // Components import `./x.js`, which is x.ts here: a path that doesn't resolve is not checked.
    settings: {"import-x/resolver-next": [createNodeResolver({extensionAlias: {".js": [".ts", ".js"]}})]},
    rules: {
      "import-x/no-restricted-paths": ["error", {basePath: import.meta.dirname, zones}],
      "@typescript-eslint/restrict-template-expressions": ["error", {allowNumber: true, allowBoolean: true}],
      "@typescript-eslint/no-unnecessary-condition": ["error", {allowConstantLoopConditions: true}],
      "@typescript-eslint/no-confusing-void-expression": ["error", {ignoreArrowShorthand: true}],
      eqeqeq: "error",
      "max-lines": ["error", 250]
    }
  },
  {
    files: ["bench/**", "loaders/**", "scripts/**", "src/**"],
    rules: {"max-lines-per-function": ["error", {max: 45, skipBlankLines: true, skipComments: true}]}
  },
  {rules: restricted([])},
  ...packages.flatMap((name) =>
    doors[name].map((file) => ({
      files: [file],
      rules: restricted(packages.filter((p) => doors[p].includes(file)))
    }))
  ),
  {files: ["loaders/llama/**"], rules: restricted([], [sessionAsValue])},
  {
    files: nodeFree,
    rules: {"no-restricted-globals": ["error", "process", "Buffer"], "import-x/no-nodejs-modules": "error"}
  },
  {files: ["src/data/**/*.*.ts"], rules: {"max-lines": ["error", 20]}},
  {
    files: ["eslint.config.js", "eslint.rooms.js", "scripts/bundled-loader.mjs"],
    ...tseslint.configs.disableTypeChecked
  }
);
