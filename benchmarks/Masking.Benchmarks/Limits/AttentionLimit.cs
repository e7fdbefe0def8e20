using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Limits;

/// <summary>
/// The least that self-attention executes with the layers and the attention of TorchSharp: only present entities, which are packed before,
/// so that nothing is masked.
/// </summary>
internal sealed class AttentionLimit : ILimit
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Linear _project;
    private readonly Linear _merge;
    private readonly Tensor _entities;
    private readonly Tensor _weights;
    private readonly Tensor[] _differentiated;
    private readonly int _heads;

    /// <summary>Draws the sets and the parameters.</summary>
    /// <param name="environments">The number of sets.</param>
    /// <param name="present">The number of present entities in each set.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dimHead">The width of a head.</param>
    public AttentionLimit(int environments, int present, int heads, int dimHead)
    {
        int dim = heads * dimHead;
        _heads = heads;
        _project = nn.Linear(dim, 3L * dim, hasBias: false);
        _merge = nn.Linear(dim, dim);
        _entities = randn(environments, present, dim, requires_grad: true);
        _weights = randn(_entities.shape);
        _differentiated = [_entities, .. _project.parameters(), .. _merge.parameters()];
    }

    /// <summary>Computes the output, and the gradients of entities and parameters.</summary>
    public void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. _project.forward(_entities).chunk(3, -1).Select(part => part.unflatten(2, [_heads, -1]).transpose(1, 2))];
        Tensor attended = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        Tensor output = _merge.forward(attended.transpose(1, 2).flatten(2));
        autograd.grad([output.mul(_weights).sum()], _differentiated);
    }

    /// <summary>Disposes the sets and the parameters.</summary>
    public void Dispose()
    {
        _project.Dispose();
        _merge.Dispose();
        _scope.Dispose();
    }
}
