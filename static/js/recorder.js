// Records a spoken answer. It stays in this browser's own database, piece by piece as it is made, unless it is sent.

const LONGEST = 15 * 60_000;
const LARGEST = 25 * 1024 * 1024;
const KEPT = 24;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const OTHERWISE = "Write your answer, or say it aloud without a recording.";
const REFUSED = {
  NotFoundError: "No microphone was found.",
  NotReadableError: "The microphone cannot be used: another program may have it.",
};

function store() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("rehearse", 2);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      for (const name of database.objectStoreNames) database.deleteObjectStore(name);
      database.createObjectStore("pieces");
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function run(mode, act) {
  const database = await store();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("pieces", mode);
    const request = act(transaction.objectStore("pieces"));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

// A piece has the key [where it would be sent, when its recording began, its number].
const allOf = (address) => IDBKeyRange.bound([address], [address, []]);
const forget = (address) => run("readwrite", (pieces) => pieces.delete(allOf(address)));
const keep = (piece, ...key) => run("readwrite", (pieces) => pieces.put(piece, key));

async function load(address) {
  const pieces = await run("readonly", (kept) => kept.getAll(allOf(address)));
  return pieces.length ? new Blob(pieces, { type: pieces[0].type }) : null;
}

async function forgetOld() {
  const keys = await run("readonly", (pieces) => pieces.getAllKeys());
  const begun = new Map(keys.map(([address, at]) => [address, at]));
  const old = [...begun].sort((a, b) => b[1] - a[1]).slice(KEPT);
  for (const [address] of old) await forget(address);
}

class Recorder {
  constructor(box) {
    this.box = box;
    this.address = box.dataset.keep;
    this.button = box.querySelector("[data-record]");
    this.player = box.querySelector("[data-play]");
    this.attach = box.querySelector("[data-attach]");
    this.button?.addEventListener("click", () => (this.media ? this.stop() : this.start()));
    this.attach?.addEventListener("click", () => this.send());
  }

  say(words) {
    this.box.querySelector("[data-recorder-says]").textContent = words;
  }

  label(words, pressed) {
    this.button.querySelector("span").textContent = words;
    this.button.setAttribute("aria-pressed", String(pressed));
  }

  async start() {
    this.button.disabled = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      // The question may have been closed while the browser asked for the microphone.
      if (!this.box.isConnected) return this.release();
      this.media = new MediaRecorder(this.stream, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)), audioBitsPerSecond: 32_000 });
      await this.record();
    } catch (error) {
      this.media = null;
      this.release();
      this.say(`${REFUSED[error.name] ?? "The microphone may not be used here."} ${OTHERWISE}`);
    } finally {
      this.button.disabled = false;
    }
  }

  async record() {
    this.pieces = [];
    this.size = 0;
    this.unkept = false;
    this.begun = Date.now();
    this.keeping = forget(this.address).catch(() => {});
    this.media.addEventListener("dataavailable", ({ data }) => this.take(data));
    this.finished = new Promise((resolve) => this.media.addEventListener("stop", () => resolve(this.finish())));
    this.media.start(1_000);
    this.limit = setTimeout(() => this.stop(), LONGEST);
    if (this.attach) this.attach.hidden = true;
    this.label("Stop recording", true);
    this.say("Recording.");
  }

  take(piece) {
    if (!piece.size) return;
    const number = this.pieces.push(piece);
    this.size += piece.size;
    this.keeping = this.keeping.then(() => keep(piece, this.address, this.begun, number)).catch(() => (this.unkept = true));
    if (this.size > LARGEST) this.stop();
  }

  release() {
    clearTimeout(this.limit);
    this.stream?.getTracks().forEach((track) => track.stop());
  }

  // Done once all of it is on this device.
  stop() {
    if (this.media?.state === "recording") this.media.stop();
    this.release();
    return this.finished;
  }

  async finish() {
    this.release();
    this.label("Record again", false);
    this.show(new Blob(this.pieces, { type: this.media.mimeType }));
    this.media = null;
    await this.keeping;
    this.say(this.unkept ? "Recorded, but this browser cannot keep it: play it before you go on." : "Recorded. It is on this device alone.");
    await forgetOld().catch(() => {});
  }

  show(blob) {
    this.blob = blob;
    URL.revokeObjectURL(this.player.src);
    this.player.src = URL.createObjectURL(blob);
    this.player.hidden = false;
    this.box.hidden = false;
    if (this.attach) this.attach.hidden = false;
  }

  async send() {
    const form = new FormData();
    form.append("recording", this.blob, "answer");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    let response;
    try {
      response = await fetch(this.address, { method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" } });
    } catch {
      return this.say("It could not be sent: no connection. It is still on this device.");
    }
    const kept = response.status === 201 ? await response.text() : "";
    if (!kept) return this.say((await response.json().catch(() => null))?.message ?? "It could not be kept. It is still on this device.");
    await forget(this.address).catch(() => {});
    htmx.swap(this.box, kept, { swapStyle: "outerHTML" });
    document.getElementById("sound-title")?.focus();
  }
}

let current = null;
addEventListener("pagehide", () => current?.stop());

// Whatever is swapped into the page may bring a recorder, or take the one away that is at work: what it has is kept.
export async function setUpRecorder(part) {
  const left = current && !current.box.isConnected ? current : null;
  const box = part.matches?.("[data-recorder]") ? part : part.querySelector?.("[data-recorder]");
  if (left) current = null;
  const recorder = box && box !== current?.box ? (current = new Recorder(box)) : null;
  await left?.stop();
  if (!recorder) return;
  if (recorder.button) box.hidden = false;
  if (recorder.button && !(navigator.mediaDevices && window.MediaRecorder)) {
    recorder.button.disabled = true;
    recorder.say(`This browser cannot record here. ${OTHERWISE}`);
  }
  const kept = await load(recorder.address).catch(() => null);
  if (!kept || recorder.media) return;
  recorder.show(kept);
  if (recorder.button) recorder.label("Record again", false);
}
