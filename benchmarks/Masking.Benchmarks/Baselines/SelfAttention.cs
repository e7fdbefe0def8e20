using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Hand-written multi-head self-attention. Its parameters have the names of those of <see cref="MaskedAttention"/>.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Linear merge;
    private readonly IAttention _attention;
    private readonly int _heads;

    /// <summary>Creates a module with new parameters.</summary>
    /// <param name="attention">The attention without projections.</param>
    /// <param name="dim">The features of an entity, in input and output.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dimHead">The width of a head.</param>
    public SelfAttention(IAttention attention, int dim, int heads, int dimHead)
        : base(nameof(SelfAttention))
    {
        _attention = attention;
        _heads = heads;
        project = nn.Linear(dim, 3L * heads * dimHead, hasBias: false);
        merge = nn.Linear((long)heads * dimHead, dim);
        RegisterComponents();
    }

    public override Tensor forward(Tensor entities, Tensor present)
    {
        Tensor[] parts = project.forward(entities).chunk(3, -1);
        Tensor attended = _attention.Attend(Split(parts[0]), Split(parts[1]), Split(parts[2]), present);
        return merge.forward(attended.transpose(1, 2).flatten(2)).mul(present.unsqueeze(-1));
    }

    /// <summary>Reshapes <c>(batch, entities, heads · width)</c> to <c>(batch, heads, entities, width)</c>.</summary>
    private Tensor Split(Tensor part) => part.unflatten(2, [_heads, -1]).transpose(1, 2);
}
