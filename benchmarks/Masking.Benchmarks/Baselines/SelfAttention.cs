using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Multi-head self-attention by hand, with the parameters of <see cref="MaskedAttention"/> under the same names.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Linear merge;
    private readonly IAttention _attention;
    private readonly int _heads;

    /// <summary>Attention with parameters of its own.</summary>
    /// <param name="attention">How to attend.</param>
    /// <param name="dim">Numbers per entity, in and out.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="dimHead">Numbers per head.</param>
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

    /// <summary>From <c>(batch, entities, heads · numbers)</c> to <c>(batch, heads, entities, numbers)</c>.</summary>
    private Tensor Split(Tensor part) => part.unflatten(2, [_heads, -1]).transpose(1, 2);
}
