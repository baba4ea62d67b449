// Templates and facts as files come in; the CPU milliseconds of each run of carbone or docxtemplater, and its first
// documents as files, go out. Usage: node engines.js ENGINE TEMPLATE FACTS.json RUNS OUTDIR, with NODE_PATH set.
const fs = require("fs");
const path = require("path");
const [engine, template, facts, runs, out] = process.argv.slice(2);
const said = JSON.parse(fs.readFileSync(facts, "utf8"));

const ways = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const data = fs.readFileSync(template);
    return async (fill) => {
      const made = new Docxtemplater(new PizZip(data), { paragraphLoop: true, linebreaks: true });
      made.render(fill);
      return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone() {
    const carbone = require("carbone");
    return (fill) => new Promise((done, failed) =>
      carbone.render(template, fill, (fault, made) => (fault ? failed(fault) : done(made))));
  },
};

(async () => {
  const render = ways[engine]();
  for (let run = 0; run < Number(runs); run++) {
    const before = process.cpuUsage();
    const made = [];
    for (const fill of said) made.push(await render(fill));
    const spent = process.cpuUsage(before);
    if (run === 0) made.forEach((data, at) => fs.writeFileSync(path.join(out, `${at}.docx`), data));
    console.log((spent.user + spent.system) / 1000);
  }
})();
