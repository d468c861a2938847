// The two parts of a language, as vite.config.ts divides it.
declare module '*.ftl?desk' {
  const text: string;
  export default text;
}
declare module '*.ftl?instruments' {
  const text: string;
  export default text;
}
declare module '*.ftl?more' {
  const text: string;
  export default text;
}
