/* The style sheets and the script of reports, linked into the program as
   read-only data. */
    .macro bytes name, path
    .globl \name\()_begin
    .hidden \name\()_begin
    .globl \name\()_end
    .hidden \name\()_end
\name\()_begin:
    .incbin "\path"
\name\()_end:
    .byte 0
    .endm
    .section .rodata
    bytes report_style, cli/report/report.css
    bytes corpus_style, cli/report/corpus.css
    bytes corpus_script, cli/report/corpus.js
#ifdef __ELF__
    .section .note.GNU-stack, "", %progbits
#endif
