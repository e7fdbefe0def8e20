using Masking.Benchmarks.Declared;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>A hand-written implementation of the network of <see cref="SkirmishPolicy"/>.</summary>
internal sealed class SkirmishNetwork : nn.Module<SkirmishPolicy.Observation, SkirmishNetwork.Outputs>
{
    private const int Width = 64;
    private const int Heads = 4;
    private const int Latent = 128;
    private const int Choices = 4;

    private readonly Linear globals = nn.Linear(12, Width);
    private readonly Linear embed = nn.Linear(9, Width);
    private readonly LayerNorm attentionNorm = nn.LayerNorm(Width);
    private readonly SelfAttention attention;
    private readonly LayerNorm layerNorm = nn.LayerNorm(Width);
    private readonly Linear expand = nn.Linear(Width, 2 * Width);
    private readonly Linear contract = nn.Linear(2 * Width, Width);
    private readonly Linear core = nn.Linear(2 * Width, Latent);
    private readonly Linear command = nn.Linear(Latent, Choices);
    private readonly Linear heading = nn.Linear(Latent, Choices);
    private readonly Linear query = nn.Linear(Latent, Width);
    private readonly Linear key = nn.Linear(Width, Width, hasBias: false);
    private readonly Linear value = nn.Linear(Latent, 1);
    private readonly HandWrittenStyle _style;

    /// <summary>Creates a network with new parameters.</summary>
    /// <param name="style">The masking style.</param>
    public SkirmishNetwork(HandWrittenStyle style)
        : base(nameof(SkirmishNetwork))
    {
        _style = style;
        attention = new SelfAttention(style.Attention, Width, Heads, Width / Heads);
        RegisterComponents();
    }

    /// <summary>The names of the modules in <see cref="SkirmishPolicy"/>, by the names of the fields.</summary>
    public static IReadOnlyDictionary<string, string> NamesInPolicy { get; } = new Dictionary<string, string>
    {
        [nameof(globals)] = "Globals.layer",
        [nameof(embed)] = "Units.embed",
        [nameof(attentionNorm)] = "Units.blocks.0.attentionNorm",
        [nameof(attention)] = "Units.blocks.0.attention",
        [nameof(layerNorm)] = "Units.blocks.0.layerNorm",
        [nameof(expand)] = "Units.blocks.0.expand",
        [nameof(contract)] = "Units.blocks.0.contract",
        [nameof(core)] = "Core.layer",
        [nameof(command)] = "Command",
        [nameof(heading)] = "Heading",
        [nameof(query)] = "Target.query",
        [nameof(key)] = "Target.key",
        [nameof(value)] = "Value.layer",
    };

    public override Outputs forward(SkirmishPolicy.Observation observation)
    {
        Tensor embedded = embed.forward(observation.Units).relu();
        Tensor attended = embedded.add(attention.forward(attentionNorm.forward(embedded), observation.UnitsMask));
        Tensor units = attended.add(contract.forward(expand.forward(layerNorm.forward(attended)).relu()));
        Tensor pooled = _style.Mean(units, observation.UnitsMask);
        Tensor latent = core.forward(cat([globals.forward(observation.Globals).relu(), pooled], 1)).relu();
        Tensor queries = query.forward(latent).mul(1 / Math.Sqrt(Width)).unsqueeze(-1);
        return new Outputs(
            command.forward(latent),
            heading.forward(latent),
            key.forward(units).bmm(queries).squeeze(-1),
            value.forward(latent).squeeze(-1)
        );
    }

    /// <summary>The logits and state values of a batch.</summary>
    internal readonly record struct Outputs(Tensor Command, Tensor Heading, Tensor Target, Tensor Value);
}
