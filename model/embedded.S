/* The default model, linked into the program as read-only data. */
    .section .rodata
    .balign 64
    .globl embedded_begin
    .hidden embedded_begin
    .globl embedded_end
    .hidden embedded_end
embedded_begin:
    .incbin "model/embedded.tenor"
embedded_end:
    .byte 0
#ifdef __ELF__
    .section .note.GNU-stack, "", %progbits
#endif
