using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>Units at random places of maps, and what each of them may do.</summary>
internal sealed class GridScene : IDisposable
{
    private static readonly Scalar Legality = 0.6;

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>The same numbers at every call.</summary>
    /// <param name="environments">Maps.</param>
    /// <param name="size">Rows and columns of each.</param>
    /// <param name="units">Units on each.</param>
    public GridScene(int environments, int size, int units)
    {
        manual_seed(size + units);
        int columns = UnitCommand.Sizes.Sum();
        using Scalar present = units;
        using Scalar root = Math.Sqrt(GridPolicy.Channels);
        Cells = randn(environments, size, size, GridPolicy.Channels);
        Agents = rand(environments, size * size).argsort(-1).lt(present).reshape(environments, size, size);
        Mask = rand(environments, size, size, columns).lt(Legality);
        for (int i = 0, first = 0; i < UnitCommand.Sizes.Length; first += UnitCommand.Sizes[i++])
        {
            Mask.narrow(-1, first, 1).fill_(Scalars.True);
        }

        Mask.logical_and_(Agents.unsqueeze(-1));
        Weight = randn(columns, GridPolicy.Channels).div(root);
        Bias = randn(columns);
    }

    /// <summary>What is known of every cell <c>(batch, height, width, channels)</c>.</summary>
    public Tensor Cells { get; }

    /// <summary>Where units stand <c>(batch, height, width)</c>.</summary>
    public Tensor Agents { get; }

    /// <summary>
    /// What is legal <c>(batch, height, width, columns)</c>: something of every component where a unit stands, and nothing elsewhere.
    /// </summary>
    public Tensor Mask { get; }

    /// <summary>The weight <c>(columns, channels)</c> of the logits.</summary>
    public Tensor Weight { get; }

    /// <summary>Their bias <c>(columns)</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Releases the tensors.</summary>
    public void Dispose() => _scope.Dispose();
}
