using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Memory</c> of a recurrent policy.</summary>
internal static class MemoryEmitter
{
    public static string Emit(PolicyModel policy) => Code.Of($$"""
        /// <summary>The memory that a batch of environments carries from step to step.</summary>
        {{Tool.Attribute}}
        public readonly record struct Memory : {{TypeNames.Masking}}IPolicyMemory<Memory>, {{TypeNames.Disposable}}
        {
            {{Code.Members(policy.Core.Memory.Select(Property))}}

            /// <summary>The memory at the start of an episode: zeros.</summary>
            /// <param name="batch">The number of environments.</param>
            /// <param name="dtype">The element type of the policy.</param>
            /// <param name="device">The device of the policy; null is the CPU.</param>
            /// <exception cref="{{TypeNames.ArgumentOutOfRange}}">
            /// <paramref name="batch"/> is negative, or the memory would have more numbers than an array can hold.
            /// </exception>
            {{Doc.LoadException}}
            public static Memory Initial(
                long batch,
                {{TypeNames.Torch}}ScalarType dtype = {{TypeNames.Torch}}ScalarType.Float32,
                {{TypeNames.Torch}}Device? device = null)
            {
                {{TypeNames.ArgumentOutOfRange}}.ThrowIfNegative(batch);
                {{TypeNames.ArgumentOutOfRange}}.ThrowIfGreaterThan(batch, global::System.Array.MaxLength / {{policy.Core.Width}});
                {{TypeNames.Masking}}TorchLibrary.EnsureLoaded();
                return new Memory
                {
                    {{Code.Initializers(policy.Core.Memory.Select(tensor => Zeros(policy, tensor)))}}
                };
            }

            /// <summary>Releases the tensors.</summary>
            public void Dispose() => {{TypeNames.Masking}}TensorRecordExtensions.DisposeTensors(this);

            {{TensorRecordEmitter.Emit("Memory", [.. policy.Core.Memory.Select(tensor => (tensor.Name, IsOptional: false))])}}
        }
        """);

    private static string Property(MemoryModel tensor) => $$"""
        {{Doc.Tensor([], $"The {tensor.Name.ToLowerInvariant()} state of the core", tensor.Shape, "of the policy's floating-point type")}}
        public required {{TypeNames.Tensor}} {{tensor.Name}} { get; init; }
        """;

    private static string Zeros(PolicyModel policy, MemoryModel tensor) => FormattableString.Invariant(
        $"{tensor.Name} = {TypeNames.Torch}zeros(batch, {policy.Core.Width}, dtype, device)");
}
