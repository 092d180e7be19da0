/* The default model, linked into the program as read-only data. */
    .section .rodata
    .balign 64
    .globl tenor_embedded_begin
    .hidden tenor_embedded_begin
    .globl tenor_embedded_end
    .hidden tenor_embedded_end
tenor_embedded_begin:
    .incbin "model/embedded.tenor"
tenor_embedded_end:
    .byte 0
#ifdef __ELF__
    .section .note.GNU-stack, "", %progbits
#endif
