// Numbers and times as people read them. Times are local; pages show UTC beside them on hover.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const year = new Intl.DateTimeFormat("en-GB", { year: "numeric" });

export const count = (number) => (number == null ? "–" : whole.format(number));
export const rate = (number) => (number == null ? "–" : number !== 0 && number < 10 ? one.format(number) : whole.format(number));
export const money = (number) => cents.format(number);
export const signed = (number) => (number > 0 ? "+" : number < 0 ? "−" : "") + whole.format(Math.abs(number));
export const plural = (number, noun, nouns = noun + "s") => `${count(number)} ${number === 1 ? noun : nouns}`;

export function bytes(number) {
  return number < 1024 ? `${number} B` : number < 1048576 ? `${one.format(number / 1024)} kB` : `${one.format(number / 1048576)} MB`;
}

export function duration(seconds) {
  if (seconds == null) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${one.format(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return plural(Math.floor(seconds / 86400), "day");
}

/** The time alone of what happened today, with the day before it otherwise. */
export function local(at) {
  const time = new Date(at);
  const now = new Date();
  if (time.toDateString() === now.toDateString()) return clock.format(time);
  const date = day.format(time) + (time.getFullYear() === now.getFullYear() ? "" : " " + year.format(time));
  return `${date}, ${clock.format(time)}`;
}

export const utc = (at) => new Date(at).toISOString().replace("T", " ").replace("Z", " UTC");

export function short(text, most = 200) {
  return text == null || text.length <= most ? text : text.slice(0, most) + "…";
}
