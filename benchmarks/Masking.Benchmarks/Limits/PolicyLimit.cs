using Masking.Benchmarks.Declared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Limits;

/// <summary>
/// The matrix products of <see cref="SkirmishPolicy"/>: the layers, of the present entities only, and the attention, without a mask. There
/// are no norms, activations, masks and draws.
/// </summary>
internal sealed class PolicyLimit : IDisposable
{
    private const int Width = 64;
    private const int Heads = 4;
    private const int Latent = 128;
    private const int Choices = 4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Linear _globalsLayer = nn.Linear(12, Width);
    private readonly Linear _embed = nn.Linear(9, Width);
    private readonly Linear _project = nn.Linear(Width, 3 * Width, hasBias: false);
    private readonly Linear _merge = nn.Linear(Width, Width);
    private readonly Linear _expand = nn.Linear(Width, 2 * Width);
    private readonly Linear _contract = nn.Linear(2 * Width, Width);
    private readonly Linear _key = nn.Linear(Width, Width, hasBias: false);
    private readonly Linear _core = nn.Linear(2 * Width, Latent);
    private readonly Linear _command = nn.Linear(Latent, Choices);
    private readonly Linear _heading = nn.Linear(Latent, Choices);
    private readonly Linear _query = nn.Linear(Latent, Width);
    private readonly Linear _value = nn.Linear(Latent, 1);
    private readonly Tensor _globals;
    private readonly Tensor _units;
    private readonly Tensor[] _queriesKeysValues;
    private readonly Tensor[] _differentiated;

    /// <summary>Packs the present entities. The attention has its own inputs, with the size of the sets.</summary>
    /// <param name="observation">The observation.</param>
    public PolicyLimit(SkirmishPolicy.Observation observation)
    {
        _globals = observation.Globals;
        _units = observation.Units.flatten(0, 1).index_select(0, observation.UnitsMask.flatten().nonzero().squeeze(1));
        long[] shape = [observation.UnitsMask.size(0), Heads, observation.UnitsMask.size(1), Width / Heads];
        _queriesKeysValues = [.. Enumerable.Range(0, 3).Select(_ => randn(shape, requires_grad: true))];
        _differentiated = [.. Layers.SelectMany(layer => layer.parameters()), .. _queriesKeysValues];
    }

    private IEnumerable<Linear> Layers =>
    [
        _globalsLayer, _embed, _project, _merge, _expand, _contract, _key, _core, _command, _heading, _query, _value,
    ];

    /// <summary>The forward pass.</summary>
    public void Act()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Forward();
    }

    /// <summary>The forward pass, and the gradients of the parameters and of the inputs of the attention.</summary>
    public void EvaluateAndBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        autograd.grad([.. Forward().Select(output => output.sum())], _differentiated);
    }

    /// <summary>Disposes the layers.</summary>
    public void Dispose()
    {
        foreach (Linear layer in Layers)
        {
            layer.Dispose();
        }

        _scope.Dispose();
    }

    private Tensor[] Forward()
    {
        Tensor merged = _merge.forward(_project.forward(_embed.forward(_units)).narrow(1, 0, Width));
        Tensor units = _contract.forward(_expand.forward(merged));
        Tensor latent = _core.forward(cat([_globalsLayer.forward(_globals), units.narrow(0, 0, _globals.size(0))], 1));
        return
        [
            nn.functional.scaled_dot_product_attention(_queriesKeysValues[0], _queriesKeysValues[1], _queriesKeysValues[2]),
            _key.forward(units), _command.forward(latent), _heading.forward(latent), _query.forward(latent), _value.forward(latent),
        ];
    }
}
