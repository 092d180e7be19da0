/* The default model and that of targets, linked into the program as read-only data. */
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
    .balign 64
    .globl target_begin
    .hidden target_begin
    .globl target_end
    .hidden target_end
target_begin:
    .incbin "model/target.tenor"
target_end:
    .byte 0
#ifdef __ELF__
    .section .note.GNU-stack, "", %progbits
#endif
