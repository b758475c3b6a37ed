// Writes a copy of an x86-64 ELF executable that is loaded by another dynamic linker and finds its libraries elsewhere.
// usage: node relocate-node.cjs EXECUTABLE COPY INTERPRETER RPATH
//
// patchelf is made for this, but version 0.18 (Debian 13) lays two segments of node's over each other. Little has to
// change: the two new texts go behind the end of the file, the interpreter's header points there, a copy of the string
// table with the RPATH at its end becomes a segment of its own (in place of PT_PHDR, which only position-independent executables need), and
// a spare entry of the dynamic section becomes DT_RPATH. Every other address stays, the symbol table and build id too.
'use strict';
const fs = require('node:fs');
const [source, target, interpreter, rpath] = process.argv.slice(2);

const PT = { LOAD: 1, DYNAMIC: 2, INTERP: 3, PHDR: 6 };
const ET_EXEC = 2;
const DT = { NULL: 0, STRTAB: 5, STRSZ: 10, RPATH: 15, RUNPATH: 29 };
const PAGE = 0x1000;
const pageAbove = (n) => Math.ceil(n / PAGE) * PAGE;
const fail = (why) => { throw new Error(`${source}: ${why}`); };

let file = fs.readFileSync(source);
if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) fail('not a 64-bit little-endian ELF file');
if (file.readUInt16LE(16) !== ET_EXEC) fail('not an executable with fixed addresses');
const u64 = (at) => Number(file.readBigUInt64LE(at));
const headersAt = u64(32);
const headerSize = file.readUInt16LE(54);
const headerCount = file.readUInt16LE(56);

// Elf64_Phdr: type, flags, offset, vaddr, paddr, filesz, memsz, align
const readHeader = (at) => ({ type: file.readUInt32LE(at), flags: file.readUInt32LE(at + 4), offset: u64(at + 8), vaddr: u64(at + 16),
  paddr: u64(at + 24), filesz: u64(at + 32), memsz: u64(at + 40), align: u64(at + 48) });
const headers = Array.from({ length: headerCount }, (_, i) => readHeader(headersAt + i * headerSize));
const loads = headers.filter((h) => h.type === PT.LOAD);
const offsetOf = (vaddr) => {
  const load = loads.find((h) => vaddr >= h.vaddr && vaddr < h.vaddr + h.filesz) ?? fail(`address ${vaddr} is in no segment`);
  return vaddr - load.vaddr + load.offset;
};

// The dynamic section's entries that matter.
const dynamic = headers.find((h) => h.type === PT.DYNAMIC) ?? fail('not dynamically linked');
const entries = Array.from({ length: dynamic.filesz / 16 }, (_, i) => dynamic.offset + i * 16);
const entry = (tag) => entries.find((at) => u64(at) === tag) ?? fail(`no dynamic entry ${tag}`);
if (entries.some((at) => u64(at) === DT.RPATH || u64(at) === DT.RUNPATH)) fail('has an RPATH already');
const spare = entry(DT.NULL);
if (entries.indexOf(spare) === entries.length - 1) fail('no spare dynamic entry');

// The new string table, and the interpreter's name behind it, at the end of the file.
const tableSize = u64(entry(DT.STRSZ) + 8);
const tableOffset = offsetOf(u64(entry(DT.STRTAB) + 8));
const strings = Buffer.concat([file.subarray(tableOffset, tableOffset + tableSize), Buffer.from(rpath + '\0')]);
const stringsOffset = pageAbove(file.length);
const stringsAddress = pageAbove(Math.max(...loads.map((h) => h.vaddr + h.memsz))) + PAGE;
const interpreterText = Buffer.from(interpreter + '\0');
file = Buffer.concat([file, Buffer.alloc(stringsOffset - file.length), strings, interpreterText]);

const write64 = (at, value) => file.writeBigUInt64LE(BigInt(value), at);
write64(entry(DT.STRTAB) + 8, stringsAddress);
write64(entry(DT.STRSZ) + 8, strings.length);
write64(spare, DT.RPATH);
write64(spare + 8, tableSize);

const interp = headers.find((h) => h.type === PT.INTERP) ?? fail('has no interpreter');
Object.assign(interp, { offset: stringsOffset + strings.length, vaddr: stringsAddress + strings.length,
  paddr: stringsAddress + strings.length, filesz: interpreterText.length, memsz: interpreterText.length });

// Segments must stand in the order of their addresses: ours becomes the last one that is loaded.
const given = headers.findIndex((h) => h.type === PT.PHDR);
if (given < 0) fail('has no PT_PHDR to give up');
headers.splice(given, 1);
const size = strings.length + interpreterText.length;
headers.splice(headers.findLastIndex((h) => h.type === PT.LOAD) + 1, 0, { type: PT.LOAD, flags: 4, offset: stringsOffset,
  vaddr: stringsAddress, paddr: stringsAddress, filesz: size, memsz: size, align: PAGE });
headers.forEach((h, i) => {
  const at = headersAt + i * headerSize;
  file.writeUInt32LE(h.type, at);
  file.writeUInt32LE(h.flags, at + 4);
  [h.offset, h.vaddr, h.paddr, h.filesz, h.memsz, h.align].forEach((value, n) => write64(at + 8 + n * 8, value));
});

fs.mkdirSync(require('node:path').dirname(target), { recursive: true });
fs.writeFileSync(`${target}.part`, file, { mode: 0o755 });
fs.renameSync(`${target}.part`, target);
