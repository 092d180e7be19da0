/* The style sheet of reports, linked into the program as read-only data. */
    .section .rodata
    .globl report_style_begin
    .hidden report_style_begin
    .globl report_style_end
    .hidden report_style_end
report_style_begin:
    .incbin "cli/report/report.css"
report_style_end:
    .byte 0
#ifdef __ELF__
    .section .note.GNU-stack, "", %progbits
#endif
