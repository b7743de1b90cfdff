// Where pictures of a film come from: the browser plays it, or the server sends single ones.
export interface Pictures {
  width: number;
  height: number;
  duration_s: number;
  step_s: number;
  /** The picture at a moment, and the moment that it really is of. */
  show(at_s: number): Promise<{ image: CanvasImageSource; at_s: number }>;
  close(): void;
}

const FAR_S = 1e7;

function once(target: EventTarget, name: string, wrong = "error"): Promise<void> {
  return new Promise((resolve, reject) => {
    const unhear = new AbortController();
    const { signal } = unhear;
    target.addEventListener(name, () => (unhear.abort(), resolve()), { signal });
    target.addEventListener(wrong, () => (unhear.abort(), reject(new Error("this film cannot be shown here"))), { signal });
  });
}

/** A film that this browser can play; raises where it cannot. */
export async function played(address: string, step_s: number): Promise<Pictures> {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: address });
  await once(video, "loadeddata");
  if (!Number.isFinite(video.duration)) {
    // films of a browser's own camera do not say how long they are until their end was looked at
    video.currentTime = FAR_S;
    await once(video, "seeked");
  }
  if (video.videoWidth === 0) throw new Error("this film has no pictures");
  let busy: Promise<unknown> = Promise.resolve();
  const seek = async (at_s: number): Promise<{ image: CanvasImageSource; at_s: number }> => {
    const wanted = Math.min(Math.max(at_s, 0), video.duration);
    if (Math.abs(video.currentTime - wanted) > 1e-4) {
      const there = once(video, "seeked");
      video.currentTime = wanted;
      await there;
    }
    return { image: video, at_s: video.currentTime };
  };
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    duration_s: video.duration,
    step_s,
    show: (at_s) => {
      const mine = busy.then(() => seek(at_s));
      busy = mine.catch(() => undefined);
      return mine;
    },
    close: () => {
      video.removeAttribute("src");
      video.load();
    },
  };
}

/** Single pictures from the server: {at} in the address stands for the seconds. */
export async function sent(address: string, duration_s: number, step_s: number): Promise<Pictures> {
  const fetched = async (at_s: number): Promise<HTMLImageElement> => {
    const image = new Image();
    image.src = address.replace("{at}", at_s.toFixed(3));
    await image.decode();
    return image;
  };
  const first = await fetched(0);
  return {
    width: first.naturalWidth,
    height: first.naturalHeight,
    duration_s,
    step_s,
    show: async (at_s) => {
      const wanted = Math.min(Math.max(at_s, 0), duration_s);
      return { image: await fetched(wanted), at_s: wanted };
    },
    close: () => undefined,
  };
}
