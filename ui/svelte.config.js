export default {
  compilerOptions: { runes: true },
  // Every accessibility warning of the compiler is an error of the build (see `npm run check`).
};
