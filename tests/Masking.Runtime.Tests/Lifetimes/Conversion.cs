using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Masking.Runtime.Tests;

/// <summary>Conversions of numbers to a <c>Scalar</c>, whose finalizer may release memory that native code still reads.</summary>
internal static class Conversion
{
    public static bool Is(MethodReference method) =>
        method
            is { Name: "op_Implicit", DeclaringType.FullName: "TorchSharp.Scalar" }
                or { Name: "ToScalar", DeclaringType.FullName: "TorchSharp.ScalarExtensionMethods" };

    /// <summary>
    /// Whether the method keeps the converted scalar alive: in a field, in an array, or in a local that it disposes at the end.
    /// </summary>
    public static bool IsKept(MethodDefinition method, Instruction conversion)
    {
        Instruction? next = Following(conversion);
        return next?.OpCode.Code is Code.Stfld or Code.Stsfld or Code.Stelem_Ref
            || (next is not null && Stored(method, next) is { } local && IsDisposed(method, local));
    }

    /// <summary>Returns the next instruction, following the jumps of a conditional expression.</summary>
    private static Instruction? Following(Instruction instruction)
    {
        Instruction? next = instruction.Next;
        while (next?.OpCode.Code is Code.Nop or Code.Br or Code.Br_S)
        {
            next = next.Operand as Instruction ?? next.Next;
        }

        return next;
    }

    private static bool IsDisposed(MethodDefinition method, VariableDefinition local) =>
        method.Body.ExceptionHandlers.Where(handler => handler.HandlerType == ExceptionHandlerType.Finally).Any(handler =>
        {
            for (Instruction? each = handler.HandlerStart; each is not null && each != handler.HandlerEnd; each = each.Next)
            {
                if (Loaded(method, each) == local)
                {
                    return true;
                }
            }

            return false;
        });

    private static VariableDefinition? Stored(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Stloc_0 => method.Body.Variables[0],
        Code.Stloc_1 => method.Body.Variables[1],
        Code.Stloc_2 => method.Body.Variables[2],
        Code.Stloc_3 => method.Body.Variables[3],
        Code.Stloc or Code.Stloc_S => (VariableDefinition)instruction.Operand,
        _ => null,
    };

    private static VariableDefinition? Loaded(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 => method.Body.Variables[0],
        Code.Ldloc_1 => method.Body.Variables[1],
        Code.Ldloc_2 => method.Body.Variables[2],
        Code.Ldloc_3 => method.Body.Variables[3],
        Code.Ldloc or Code.Ldloc_S => (VariableDefinition)instruction.Operand,
        _ => null,
    };
}
