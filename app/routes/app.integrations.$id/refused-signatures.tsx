export { RefusedSignatures } from "#app/components/refused-signatures.tsx";
