import { readIntegrations } from "../../api/hub";
import { useLoaded } from "../../components/use-loaded";

export const useIntegrations = () => useLoaded(readIntegrations, "integrations");
