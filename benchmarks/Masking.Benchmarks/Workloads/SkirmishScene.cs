using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>A random observation of <see cref="SkirmishPolicy"/>.</summary>
internal sealed class SkirmishScene : IDisposable
{
    private const int Entities = 16;
    private const int GlobalNumbers = 12;
    private const int EntityNumbers = 9;
    private const int Choices = 4;

    private static readonly Scalar TrueFraction = 0.6;
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Draws the observation. The same batch size gives the same values.</summary>
    /// <param name="batch">The number of environments.</param>
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

    /// <summary>The observation. Every environment has a present entity, and every head a legal choice.</summary>
    public SkirmishPolicy.Observation Observation { get; }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose() => _scope.Dispose();

    private static Tensor Flags(int batch, int columns)
    {
        Tensor flags = rand(batch, columns).lt(TrueFraction);
        flags.narrow(1, 0, 1).fill_(Scalars.True);
        return flags;
    }
}
