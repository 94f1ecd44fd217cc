import { readMonitor } from "../../api/hub";
import { useLoaded } from "../../components/use-loaded";

const LOOK_AGAIN_MS = 30_000;

export const useMonitor = () => useLoaded(readMonitor, "monitor", LOOK_AGAIN_MS);
