/** One finding of `crossdock doctor`. */
export interface Check {
  name: string;
  status: "ok" | "warn" | "fail";
  message: string;
  /** What to do about it; null when all is well. */
  remedy: string | null;
}

export const passed = (name: string, message: string): Check => ({ name, status: "ok", message, remedy: null });
export const warned = (name: string, message: string, remedy: string): Check => ({ name, status: "warn", message, remedy });
export const failed = (name: string, message: string, remedy: string): Check => ({ name, status: "fail", message, remedy });
