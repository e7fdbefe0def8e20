using Masking.CompilerServices;
using Masking.ModelFiles;
using Masking.Onnx.Schema;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>Writes a policy as a graph: encoders, core, the heads of each kind of actor, and value.</summary>
internal sealed class PolicyExport
{
    private readonly PolicyDeclaration _declaration;
    private readonly OnnxOptions _options;
    private readonly OnnxGraph _graph;
    private readonly Parts _parts;

    private PolicyExport(IMaskedNetwork policy, OnnxOptions options)
    {
        _declaration = policy.Declaration;
        _options = options;
        _graph = new OnnxGraph(_declaration.Name);
        _parts = new Parts(_graph, _declaration, (nn.Module)policy);
    }

    private bool HasActionValues => _declaration.Heads.Any(head => head.IsActionValue);

    /// <summary>Writes the graph of a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="options">What the file contains.</param>
    /// <exception cref="NotSupportedException">A part is neither of the library nor exports itself.</exception>
    /// <exception cref="ArgumentException">The options do not fit the policy.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    public static OnnxGraph Of(IMaskedNetwork policy, OnnxOptions options)
    {
        ObjectDisposedException.ThrowIf(policy.IsDisposed, policy);
        options.RequireFor(policy.Declaration);
        PolicyExport export = new(policy, options);
        using IDisposable noGrad = no_grad();
        export.Write();
        return export._graph;
    }

    private void Write()
    {
        Encoders encoders = new(_graph, _parts, _declaration.Inputs, new AxisSizes(_options.Entities));
        Dictionary<string, Encoding> encodings = _declaration.Inputs.ToDictionary(input => input.Name, encoders.Encode);
        OnnxValue[] joined = [.. _declaration.Inputs.Where(input => !input.IsForValueOnly).Select(input => encodings[input.Name].Pooled)];
        OnnxValue latent = _graph.In(
            _declaration.Core.Name, () => new CoreExport(_graph, _parts, _declaration.Core).Step(_graph.Joined(joined)));
        ActorExport[] actors = [.. _declaration.Actors.Select((actor, index) => Export(actor, index, latent, encodings))];
        foreach (ActorExport actor in actors)
        {
            actor.WriteActions();
            if (_options.HasProbs)
            {
                actor.WriteProbs();
            }
        }

        if (!HasActionValues)
        {
            OnnxValue logProb = actors.Select(actor => actor.LogProb).Aggregate((sum, other) => _graph.Add("Add", sum, other));
            _graph.Output(OnnxNames.LogProb, logProb, ElementType.Float32, OnnxNames.Batch);
        }

        if (_declaration.Value is { } value)
        {
            Encoding[] others = [.. _declaration.Inputs.Where(input => input.IsForValueOnly).Select(input => encodings[input.Name])];
            WriteValue(value, latent, others, encodings);
        }
    }

    private ActorExport Export(ActorDeclaration actor, int index, OnnxValue latent, Dictionary<string, Encoding> encodings)
    {
        Actors actors = new(_graph, latent, _declaration.Core.Width, actor.Each is null ? null : encodings[actor.Each]);
        bool isGreedy = _options.IsGreedy || HasActionValues;
        return new ActorExport(
            _graph, _parts, actor, ActionPlan.Of(_declaration, index), actors, encodings, isGreedy, _options.HasProbs);
    }

    /// <summary>Writes the value of each environment, or of each actor: 0 in a slot without one.</summary>
    private void WriteValue(string value, OnnxValue latent, Encoding[] others, Dictionary<string, Encoding> encodings)
    {
        Encoding? each = _declaration.ValueEach is { } name ? encodings[name] : null;
        Actors actors = new(_graph, latent, _declaration.Core.Width, each);
        OnnxValue seen = _graph.Joined([actors.Features, .. others.Select(other => actors.Repeated(other.Pooled, other.PooledWidth))]);
        OnnxValue hidden = _parts.Has($"{value}.hidden.weight") ? _parts.Rectified($"{value}.hidden", seen) : seen;
        OnnxValue column = _parts.Linear($"{value}.layer", hidden);
        OnnxValue present = actors.Present is { } isActor ? _graph.Add("Where", isActor, column, _graph.Constant(0f)) : column;
        _graph.Output(OnnxNames.Value, actors.InSlots(present), ElementType.Float32, [OnnxNames.Batch, .. actors.Slots]);
    }
}
