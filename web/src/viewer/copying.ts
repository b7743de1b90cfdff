// Copying to the clipboard, and saying so; where a browser does not allow it, the text itself is shown.
import { toast } from "../shared/toast.ts";

export async function copied(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast(text);
  }
}
