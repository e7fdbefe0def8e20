using System.Globalization;
using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Memory</c> of a recurrent policy.</summary>
internal static class MemoryEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>What the policy remembers of a batch of environments from step to step.</summary>");
        writer.Line(Names.Generated);
        writer.Line($"public readonly record struct Memory : {Names.Masking}IPolicyMemory<Memory>, global::System.IDisposable");
        using (writer.Braces())
        {
            foreach (MemoryModel tensor in policy.Core.Memory)
            {
                writer.Line($"/// <summary>The core's {tensor.Name.ToLowerInvariant()} state.</summary>");
                writer.Line($"/// <remarks><c>{tensor.Shape}</c>, of the policy's floating-point type.</remarks>");
                writer.Line($"public required {Names.Tensor} {tensor.Name} {{ get; init; }}");
                writer.Line();
            }

            Initial(writer, policy);
            writer.Line();
            writer.Line("/// <summary>Releases the tensors.</summary>");
            writer.Line($"public void Dispose() => {Names.Masking}TensorRecordExtensions.DisposeTensors(this);");
            writer.Line();
            TensorRecord.Emit(writer, "Memory", policy.Core.Memory.Select(tensor => (tensor.Name, IsOptional: false)));
        }
    }

    private static void Initial(SourceWriter writer, PolicyModel policy)
    {
        writer.Line("/// <summary>The memory at the start of an episode: zeros.</summary>");
        writer.Line("/// <param name=\"batch\">The number of environments.</param>");
        writer.Line("/// <param name=\"dtype\">The element type of the policy.</param>");
        writer.Line("/// <param name=\"device\">The device of the policy; null is the CPU.</param>");
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentOutOfRangeException\"><paramref name=\"batch\"/> is negative, or the "
                + "memory would have more numbers than an array can.</exception>"
        );
        writer.Line(
            $"public static Memory Initial(long batch, {Names.Torch}ScalarType dtype = {Names.Torch}ScalarType.Float32, {Names.Torch}Device? device = null)"
        );
        using (writer.Braces())
        {
            string width = policy.Core.Width.ToString(CultureInfo.InvariantCulture);
            string tensors = string.Join(
                ", ",
                policy.Core.Memory.Select(tensor => $"{tensor.Name} = {Names.Torch}zeros(batch, {width}, dtype, device)")
            );
            writer.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(batch);");
            writer.Line($"global::System.ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, global::System.Array.MaxLength / {width});");
            writer.Line($"return new Memory {{ {tensors} }};");
        }
    }
}
