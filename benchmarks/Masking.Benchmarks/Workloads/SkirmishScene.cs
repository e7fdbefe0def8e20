using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>Random observations of the skirmish.</summary>
internal sealed class SkirmishScene : IDisposable
{
    private const int Entities = 16;
    private const int GlobalNumbers = 12;
    private const int EntityNumbers = 9;
    private const int Choices = 4;

    private static readonly Scalar Share = 0.6;
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>The same numbers at every call.</summary>
    /// <param name="batch">Environments.</param>
    public SkirmishScene(int batch)
    {
        manual_seed(batch);
        Observation = new SkirmishPolicy.Observation
        {
            Globals = randn(batch, GlobalNumbers),
            Units = randn(batch, Entities, EntityNumbers),
            UnitsMask = Flags(batch, Entities),
            CommandMask = Flags(batch, Choices),
            HeadingMask = Flags(batch, Choices),
            TargetMask = Flags(batch, Entities),
        };
    }

    /// <summary>Everybody sees somebody, and has something to choose.</summary>
    public SkirmishPolicy.Observation Observation { get; }

    /// <summary>Releases the tensors.</summary>
    public void Dispose() => _scope.Dispose();

    private static Tensor Flags(int batch, int columns)
    {
        Tensor flags = rand(batch, columns).lt(Share);
        flags.narrow(1, 0, 1).fill_(Scalars.True);
        return flags;
    }
}
