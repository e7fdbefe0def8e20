using System.ComponentModel;
using Masking.ModelFiles;
using Masking.Player.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Masking.CompilerServices;

/// <summary>The part of a generated <c>Player</c> that all policies share: it runs the model on the arrays of the player.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlayerSession : IDisposable
{
    private readonly PolicyDeclaration _declaration;
    private readonly HostArrays _random;
    private readonly ActorUniforms[] _uniforms;     // none if the model cannot sample
    private readonly (HostArray<float> Memory, HostArray<float> Next)[] _memory;
    private readonly List<RequiredChoice> _required = [];
    private readonly BoundModel _model;

    // The native session must not be released while another thread runs it.
    private readonly Lock _running = new();

    /// <summary>Loads a model, and binds the arrays to its inputs and outputs. Afterwards, the session owns the arrays.</summary>
    /// <param name="declaration">The declaration of the policy.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The options of the session of ONNX Runtime; null for one thread.</param>
    /// <param name="observation">The arrays of the observation.</param>
    /// <param name="results">The arrays of the actions, the log-probability and the value.</param>
    /// <exception cref="ModelMismatchException">The model belongs to another declaration.</exception>
    /// <exception cref="ModelFileException">The model is damaged, is no exported policy, or has fixed sizes that differ from those of the
    /// arrays.</exception>
    public PlayerSession(
        PolicyDeclaration declaration, OnnxModel model, SessionOptions? options, HostArrays observation, HostArrays results)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(results);
        _declaration = declaration;
        (Observation, Results) = (observation, results);
        _random = new HostArrays(observation.Name, observation.Environments);
        _memory =
        [
            .. declaration.Core.Memory.Select(name => (
                observation.Numbers(OnnxNames.Memory(name), [declaration.Core.Width]),
                results.Numbers(OnnxNames.Next(name), [declaration.Core.Width]))),
        ];
        _model = new BoundModel(model, options, declaration, Sizes());
        try
        {
            _uniforms = CanSample() ? [.. Uniforms()] : [];
            Bind();
        }
        catch (Exception)
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>The arrays of the observation and the memory.</summary>
    internal HostArrays Observation { get; }

    /// <summary>The arrays of the outputs.</summary>
    internal HostArrays Results { get; }

    /// <summary>Lets every action be refused if the mask of a head of the agent allows nothing in an environment.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="mask">The mask of the head.</param>
    /// <param name="present">The present candidates of a pointer; null for other heads.</param>
    public void RequireLegal(string head, HostArray<bool> mask, HostArray<bool>? present = null) =>
        _required.Add(new RequiredChoice.OfFlags(head, mask, present));

    /// <inheritdoc cref="RequireLegal(string, HostArray{bool}, HostArray{bool}?)"/>
    /// <typeparam name="T">The type of a choice.</typeparam>
    public void RequireLegal<T>(string head, HostMask<T> mask, HostArray<bool>? present = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(mask);
        RequireLegal(head, mask.Flags, present);
    }

    /// <summary>Lets every action be refused if the range of a head of the agent has no legal number in an environment.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="range">The range of the head.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    public void RequireLegal(string head, HostArray<float> range, float low, float high) =>
        _required.Add(new RequiredChoice.OfNumber(head, range, low, high));

    /// <summary>Draws the actions of all environments with the random numbers of one step of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidOperationException">The model was exported without sampling.</exception>
    /// <exception cref="NoLegalActionException">A head of the agent has no legal choice in an environment.</exception>
    /// <exception cref="ObjectDisposedException">The player was disposed.</exception>
    public void Act(RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        lock (_running)
        {
            Observation.ThrowIfDisposed();
            if (_uniforms.Length == 0)
            {
                throw new InvalidOperationException($"{Observation.Name}: expected a model that draws actions, got one that was exported "
                    + "without sampling. Call ActGreedily, or export the policy with sampling.");
            }

            RequireLegal();
            RandomDraw draw = stream.Next();
            foreach (ActorUniforms uniforms in _uniforms)
            {
                uniforms.Fill(draw);
            }

            Run();
        }
    }

    /// <summary>Takes the most probable action of every head.</summary>
    /// <exception cref="NoLegalActionException">A head of the agent has no legal choice in an environment.</exception>
    /// <exception cref="ObjectDisposedException">The player was disposed.</exception>
    public void ActGreedily()
    {
        lock (_running)
        {
            Observation.ThrowIfDisposed();
            RequireLegal();
            foreach (ActorUniforms uniforms in _uniforms)
            {
                uniforms.FillGreedy();
            }

            Run();
        }
    }

    /// <summary>Resets one environment: its observation, its memory and its results.</summary>
    /// <param name="environment">The index of the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environment"/> is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The player was disposed.</exception>
    public void Clear(int environment)
    {
        Observation.Clear(environment);
        Results.Clear(environment);
    }

    /// <summary>Releases the session and the arrays, after an action of another thread has ended. Existing spans stay valid.</summary>
    public void Dispose()
    {
        lock (_running)
        {
            _model.Dispose();
            Observation.Dispose();
            Results.Dispose();
            _random.Dispose();
        }
    }

    /// <summary>The sizes that an exported policy leaves open.</summary>
    private IEnumerable<(string Name, long Size)> Sizes()
    {
        yield return (OnnxNames.Batch, Observation.Environments);
        foreach (InputDeclaration input in _declaration.Inputs)
        {
            long[] shape = Observation.All.First(array => array.Member == input.Name).Shape;
            if (input.Kind == InputKind.Entities)
            {
                yield return (OnnxNames.Entities(input.Name), shape[1]);
            }
            else if (input.Kind is InputKind.Map or InputKind.AgentMap)
            {
                yield return (OnnxNames.Height(input.Name), shape[2]);
                yield return (OnnxNames.Width(input.Name), shape[3]);
            }
        }
    }

    private bool CanSample() => _declaration.Actors.Select(OnnxNames.Uniforms).Any(_model.HasInput);

    private IEnumerable<ActorUniforms> Uniforms()
    {
        int firstLane = 0;
        for (int i = 0; i < _declaration.Actors.Count; i++)
        {
            ActorDeclaration actor = _declaration.Actors[i];
            int lanes = ActionPlan.Of(_declaration, i).Heads.Sum(head => head.ActionLength);
            HostArray<bool>? present = actor.Each is null ? null
                : (HostArray<bool>)Observation.All.First(array => array.Member == $"{actor.Each}Mask");
            HostArray<float> numbers = _random.Numbers(OnnxNames.Uniforms(actor), ActorUniforms.ShapeOf(present, lanes));
            yield return new ActorUniforms(numbers, present, firstLane);
            firstLane += lanes;
        }
    }

    private void Bind()
    {
        HostArray[] inputs = [.. Observation.All, .. _random.All];
        _model.RequireInputs(inputs.Select(array => array.Member));
        foreach (HostArray array in inputs)
        {
            _model.BindInput(array);
        }

        foreach (HostArray array in Results.All)
        {
            _model.BindOutput(array);
        }
    }

    private void RequireLegal()
    {
        foreach (RequiredChoice required in _required)
        {
            required.Check(_declaration.Name);
        }
    }

    private void Run()
    {
        _model.Run();
        foreach ((HostArray<float> memory, HostArray<float> next) in _memory)
        {
            next.Elements.CopyTo(memory.Elements);
        }
    }
}
