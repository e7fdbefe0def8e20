using Masking.CompilerServices;
using Masking.Rollouts;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Stores a fixed number of steps of a fixed number of environments for an on-policy trainer: the base class of every generated
/// <c>Rollout</c>.
/// </summary>
/// <remarks>
/// <para>
/// For each step, call <see cref="Add(TObservation, Step{TActions})"/> with the observation and the actions, then step the environments,
/// then call <see cref="AddOutcome"/> with the rewards. The observation is copied, so the environments may overwrite its memory. When the
/// rollout is full, call <see cref="ComputeAdvantages(double, double, ReadOnlySpan{float})"/>, then <see cref="Minibatches"/> or
/// <see cref="Sequences"/> once per epoch, then <see cref="Clear(bool)"/>.
/// </para>
/// <para>
/// All memory is allocated by the constructor, as managed arrays. Masks take one bit per flag. A rollout can be used by one thread at a
/// time.
/// </para>
/// </remarks>
/// <example>
/// <code><![CDATA[
/// using var policy = new BreakoutPolicy();
/// var stream = new RandomStream(seed: 1);
/// var rollout = new BreakoutPolicy.Rollout(steps: 16, environments: 2);
/// var observation = new BreakoutPolicy.Observation { Screen = rand(2, 128), PaddleMask = null };
/// while (!rollout.IsFull)
/// {
///     using Step<BreakoutPolicy.Actions> step = policy.Act(observation, stream);
///     rollout.Add(observation, step);
///     rollout.AddOutcome(rewards: [1, 0], dones: [false, true]);       // what the environments returned
/// }
///
/// using Step<BreakoutPolicy.Actions> last = policy.ActGreedily(observation);
/// rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, last.Value);
/// foreach (var minibatch in rollout.Minibatches(count: 4, stream))     // 8 rows each
/// {
///     using Evaluation evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
///     (-(evaluation.LogProb * minibatch.Advantage).mean()).backward();
/// }
///
/// [MaskedPolicy]
/// public sealed partial class BreakoutPolicy
/// {
///     [Observation(128)]        public partial MlpEncoder Screen { get; }
///     [ActionMask(Choices = 3)] public partial Head<int> Paddle { get; }
///     [Value]                   public partial ValueHead Value { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public class Rollout<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly RolloutLayout _layout;
    private readonly AxisLimits _limits;
    private readonly MemberStorage[] _storage;
    private readonly RolloutRewards _rewards;
    private readonly SlotNumbers _slots;
    private readonly float[] _logProbs;
    private readonly float[] _logProbsPerActor;
    private bool _awaitsOutcome;
    private bool _hasAdvantages;
    private int _clearCount;

    /// <summary>Creates an empty rollout.</summary>
    /// <param name="layout">The members of observations and actions.</param>
    /// <param name="steps">The number of steps of each environment.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="sizes">The capacity for each size that is not constant in the declaration, except the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="steps"/> or <paramref name="environments"/> is not positive.
    /// </exception>
    /// <exception cref="ArgumentException">A member would exceed the maximum length of an array, or a size is missing.</exception>
    public Rollout(RolloutLayout layout, int steps, int environments, params ReadOnlySpan<RolloutAxis> sizes)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        if ((long)steps * environments > Array.MaxLength)
        {
            throw new ArgumentException($"{layout.Name}: expected at most {Array.MaxLength} steps of all environments together, got "
                + $"{steps} of each of {environments}.",
                steps > environments ? nameof(steps) : nameof(environments));
        }

        _layout = layout;
        Steps = steps;
        Environments = environments;
        _limits = new AxisLimits(layout, environments, sizes);
        _storage =
        [
            .. Enumerable.Range(0, layout.MemberCount)
                .Select(member => MemberStorage.Of(layout, member, steps, environments, _limits.Limits)),
        ];
        _slots = new SlotNumbers(new RowShapes($"{layout.Name}.Value", layout.ValueAxes, steps, environments, _limits.Limits));
        _rewards = new RolloutRewards(layout, _slots);
        _logProbs = new float[steps * environments];
        _logProbsPerActor = layout.HasActors ? _slots.Create<float>() : [];
    }

    /// <summary>The number of steps of each environment in a full rollout.</summary>
    public int Steps { get; }

    /// <summary>The number of environments.</summary>
    public int Environments { get; }

    /// <summary>Whether the policy declares a <c>[Value]</c>, so that state values are stored.</summary>
    public bool HasValues => _layout.HasValue;

    /// <summary>
    /// The number of rewards and values of an environment if the policy declares <see cref="ValueAttribute.Each"/>: the most entities of
    /// the set, or the cells of the map. Null for one reward and one value per environment.
    /// </summary>
    public int? ActorSlots => _layout.HasActors ? _slots.Slots : null;

    /// <summary>The number of steps that have been added together with their outcomes.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all steps have been added.</summary>
    public bool IsFull => Count == Steps;

    /// <summary>The size of the memory for observations and actions, in bytes.</summary>
    public long Bytes => _storage.Sum(member => member.Bytes);

    /// <summary>The size of the memory for masks, in bytes. It is included in <see cref="Bytes"/>.</summary>
    public long MaskBytes => _storage.OfType<MaskStorage>().Sum(masks => masks.Bytes);

    /// <summary>
    /// The fraction of the flags of all action masks that were true in the added steps, from 0 to 1. A mask that was null counts as all
    /// true. The value is 1 if there are no flags.
    /// </summary>
    /// <remarks>
    /// The flags of absent candidates, and of heads that did not act, are included. A number from an interval counts as one flag: the width
    /// of the legal interval relative to that of the declared one.
    /// </remarks>
    public double LegalFraction => Fraction(ActionMasks.Select(masks => masks.Storage.CountLegal(Count)));

    /// <summary>
    /// The fraction of true flags, as in <see cref="LegalFraction"/>, of each action mask, in the order of their declaration: one mask for
    /// each head.
    /// </summary>
    public IReadOnlyList<double> LegalFractions =>
        [.. ActionMasks.GroupBy(masks => masks.Head, (_, masks) => Fraction(masks.Select(each => each.Storage.CountLegal(Count))))];

    /// <summary>
    /// Copies the observation and the actions of one step of all environments. <see cref="AddOutcome"/> completes the step.
    /// </summary>
    /// <param name="observation">The observation, of float32, on any device.</param>
    /// <param name="step">The actions, with their log-probability and the state values.</param>
    /// <exception cref="MaskShapeException">
    /// A tensor does not have the declared shape or element type, or exceeds the capacity of the rollout. Nothing is added.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An action does not fit into 32 bits. Nothing is added.</exception>
    /// <exception cref="InvalidOperationException">The rollout is full, or the outcome of the previous step is missing.</exception>
    public void Add(TObservation observation, Step<TActions> step)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(step);
        Require(!IsFull, $"all {Steps} steps have been added. Call {nameof(Clear)} before adding another step.");
        Require(!_awaitsOutcome, $"the outcome of step {Count} is missing. Call {nameof(AddOutcome)} after every {nameof(Add)}.");
        Tensor?[] tensors = _layout.GetTensors(observation, step);
        Span<long> sizes = stackalloc long[_limits.Count];
        _layout.Contract.Resolve(ScalarType.Float32, null, tensors, sizes);
        _limits.Check(sizes, tensors);

        // If a member is rejected, the members that were already written are overwritten later, because Count is not incremented.
        using DisposeScope scope = NewDisposeScope();
        for (int member = 0; member < _storage.Length; member++)
        {
            _storage[member].Store(Count, tensors[member], sizes);
        }

        HostMemory.Read<float>(step.LogProb).CopyTo(_logProbs.AsSpan(Count * Environments));
        if (_layout.HasValue)
        {
            _slots.StoreShape(Count, sizes);
            _rewards.StoreValues(Count, step.Value, _layout.PresentMember is { } present ? tensors[present] : null);
        }

        if (_layout.HasActors)
        {
            _slots.Store(Count, step.LogProbPerActor, _logProbsPerActor);
        }

        _awaitsOutcome = true;
    }

    /// <summary>
    /// Copies a recorded observation and the actions that were taken in it, for example by a person. Their log-probabilities and state
    /// values are not known and are stored as 0. <see cref="AddOutcome"/> completes the step.
    /// </summary>
    /// <param name="observation">The observation, of float32, on any device.</param>
    /// <param name="actions">The actions of all environments.</param>
    /// <inheritdoc cref="Add(TObservation, Step{TActions})" path="/exception"/>
    public void Add(TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        using Tensor unknown = zeros(Environments);

        // A presence mask that is missing or was disposed is reported as such, whatever the shape of the values is.
        Tensor? present = _layout.PresentMember is { } member ? observation.ToTensors()[member] : null;
        using Tensor ofActors = present is { IsInvalid: false } ? zeros(present.Size()) : zeros(Environments);
        Add(observation, new Step<TActions>(
            actions, unknown, _layout.HasValue ? ofActors : null, _layout.HasActors ? ofActors : null));
    }

    /// <summary>Copies the outcome of the step that was added last: the rewards and the ends of episodes.</summary>
    /// <remarks>
    /// With <see cref="ValueAttribute.Each"/>, there is a reward and a value for every slot, <see cref="ActorSlots"/> for each environment,
    /// in the order of the entities or, row by row, of the cells. Those of absent actors are ignored. An actor that is absent at the next
    /// step was done with this one.
    /// </remarks>
    /// <param name="rewards"><c>(environments)</c>, or <c>(environments · slots)</c>: the rewards, which must be finite.</param>
    /// <param name="dones">
    /// <c>(environments)</c>: whether the step ended the episode, so that the next observation belongs to a new episode.
    /// </param>
    /// <param name="finalValues">
    /// <c>(environments)</c>, or <c>(environments · slots)</c>: the value of the last state of each episode that the step ended: 0 if the
    /// episode terminated, the policy's value of that state if a time limit cut it off (Pardo et al. 2018, "Time Limits in Reinforcement
    /// Learning"). Other elements are not read. An empty span means 0 for all.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The number of elements is not that of the environments or slots, or an element is not finite. Nothing is added.
    /// </exception>
    /// <exception cref="InvalidOperationException">No step was added since the last outcome.</exception>
    public void AddOutcome(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> dones, ReadOnlySpan<float> finalValues = default)
    {
        Require(_awaitsOutcome, $"no step is waiting for an outcome. Call {nameof(Add)} before every {nameof(AddOutcome)}.");
        _rewards.Store(Count, rewards, dones, finalValues);
        _awaitsOutcome = false;
        Count++;
    }

    /// <inheritdoc cref="ComputeAdvantages(double, double, ReadOnlySpan{float})"/>
    /// <exception cref="MaskShapeException">
    /// <paramref name="lastValues"/> does not have the shape of the state values: <c>(environments)</c> float32 or, with
    /// <see cref="ValueAttribute.Each"/>, <c>(environments, entities)</c> with at most as many entities as the rollout can store, or
    /// <c>(environments, height, width)</c>.
    /// </exception>
    public void ComputeAdvantages(double gamma, double lambda, Tensor lastValues)
    {
        ArgumentNullException.ThrowIfNull(lastValues);
        if (lastValues.IsInvalid || lastValues.dtype != ScalarType.Float32 || !_slots.Fits(lastValues))
        {
            throw new MaskShapeException(
                _layout.Name,
                nameof(lastValues),
                $"{_slots.Shape} float32",
                TensorText.Of(lastValues),
                "Pass the policy's values of the states after the last step."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        float[] ofSlots = new float[_slots.PerStep];
        _slots.Spread(HostMemory.Read<float>(lastValues), ofSlots);
        ComputeAdvantages(gamma, lambda, ofSlots);
    }

    /// <summary>Computes advantages and returns by <see cref="GeneralizedAdvantage">generalized advantage estimation</see>.</summary>
    /// <remarks>If the policy declares no <c>[Value]</c>, all state values are 0.</remarks>
    /// <param name="gamma">
    /// The discount factor γ, from -1 to 1. It is negative in a game in which two sides take turns, because the value of the next state is
    /// the value for the other side.
    /// </param>
    /// <param name="lambda">
    /// The decay λ, from 0 to 1: with 0, the advantage is the error of a single step; with 1, it is the discounted return minus the value.
    /// </param>
    /// <param name="lastValues">
    /// <c>(environments)</c>, or <c>(environments · slots)</c> with <see cref="ValueAttribute.Each"/>: the policy's values of the states
    /// after the last step. It may be empty if the policy declares no <c>[Value]</c>, or if the last step ended the episode in every
    /// environment.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The number of values is not that of the environments or slots, a value is not finite, or the values are missing although they are
    /// required.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> or <paramref name="lambda"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The rollout is not full.</exception>
    public void ComputeAdvantages(double gamma, double lambda, ReadOnlySpan<float> lastValues = default)
    {
        GeneralizedAdvantage.RequireValidDiscounts(gamma, lambda);
        Require(IsFull, $"it has {Count} of {Steps} steps. Add all of them before computing advantages.");
        if (lastValues.IsEmpty && _layout.HasValue && _slots.PerStep > 0 && _rewards.UnfinishedEnvironments is { Count: > 0 } unfinished)
        {
            throw new ArgumentException(
                $"{_layout.Name}: expected {_rewards.Expected("lastValues")}, because the last step ended no episode in "
                    + $"{unfinished.Count} of {Environments} environments "
                    + $"({string.Join(", ", unfinished.Take(8))}{(unfinished.Count > 8 ? ", …" : "")}), got none. Pass the policy's "
                    + "values of the states after the last step.",
                nameof(lastValues));
        }

        _rewards.ComputeAdvantages(gamma, lambda, lastValues.IsEmpty ? new float[_slots.PerStep] : lastValues);
        _hasAdvantages = true;
    }

    /// <summary>Returns minibatches that together contain every row once, in random order: one epoch.</summary>
    /// <remarks>A minibatch is disposed when the enumeration continues or ends.</remarks>
    /// <param name="count">The number of minibatches. Their numbers of rows differ by at most one.</param>
    /// <param name="stream">The random stream. The call takes one step of it, which determines the order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not between 1 and the number of rows.</exception>
    /// <exception cref="InvalidOperationException">
    /// The advantages have not been computed, or the rollout is cleared during the enumeration.
    /// </exception>
    public IEnumerable<Minibatch<TObservation, TActions>> Minibatches(int count, RandomStream stream)
    {
        int rows = Steps * Environments;
        int[] order = DrawOrder(rows, count, stream);
        return EnumerateMinibatches(_clearCount, Split(order, count), part => GatherMinibatch(part, [part.Length]));
    }

    /// <summary>
    /// Returns minibatches of whole sequences that together contain every environment once, in random order: one epoch for a recurrent
    /// policy.
    /// </summary>
    /// <remarks>
    /// Tensors are <c>(steps, environments, …)</c>, except the memory of a recurrent policy, which is <c>(environments, width)</c> and is
    /// the memory before the first step. Pass observation, actions and <see cref="Minibatch{TObservation, TActions}.Starts"/> to the
    /// <c>Evaluate</c> of a recurrent policy. A minibatch is disposed when the enumeration continues or ends.
    /// </remarks>
    /// <param name="count">The number of minibatches. Their numbers of environments differ by at most one.</param>
    /// <param name="stream">The random stream. The call takes one step of it, which determines the order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not between 1 and the number of environments.</exception>
    /// <exception cref="InvalidOperationException">
    /// The advantages have not been computed, or the rollout is cleared during the enumeration.
    /// </exception>
    public IEnumerable<Minibatch<TObservation, TActions>> Sequences(int count, RandomStream stream)
    {
        int[] order = DrawOrder(Environments, count, stream);
        return EnumerateMinibatches(
            _clearCount,
            Split(order, count),
            part =>
                GatherMinibatch(
                    [.. Enumerable.Range(0, Steps).SelectMany(step => part.Select(environment => (step * Environments) + environment))],
                    [Steps, part.Length]
                )
        );
    }

    /// <summary>
    /// Returns all rows, ordered by step and within a step by environment: <c>(steps · environments, …)</c>. The caller disposes the
    /// result.
    /// </summary>
    /// <exception cref="InvalidOperationException">The advantages have not been computed.</exception>
    public Minibatch<TObservation, TActions> All()
    {
        RequireAdvantages();
        return GatherMinibatch([.. Enumerable.Range(0, Steps * Environments)], [Steps * Environments]);
    }

    /// <summary>
    /// Returns all rows as sequences, in the order of the environments: <c>(steps, environments, …)</c>, except the memory of a recurrent
    /// policy, which is <c>(environments, width)</c>. The caller disposes the result.
    /// </summary>
    /// <exception cref="InvalidOperationException">The advantages have not been computed.</exception>
    public Minibatch<TObservation, TActions> AllSequences()
    {
        RequireAdvantages();
        return GatherMinibatch([.. Enumerable.Range(0, Steps * Environments)], [Steps, Environments]);
    }

    /// <summary>Removes all steps. The memory is reused.</summary>
    /// <param name="isNewEpisode">
    /// Whether every environment starts a new episode. Otherwise, episodes continue unless the last step ended them.
    /// </param>
    public void Clear(bool isNewEpisode = false)
    {
        _rewards.Clear(Count, isNewEpisode);
        Empty();
    }

    /// <summary>
    /// Removes all steps, and sets which environments start an episode with the next step. A training that resumes from a checkpoint needs
    /// this, because a new rollout starts an episode in every environment.
    /// </summary>
    /// <param name="starts"><c>(environments)</c>: whether the next step is the first of an episode.</param>
    /// <exception cref="ArgumentException">The number of elements is not the number of environments.</exception>
    public void Clear(ReadOnlySpan<bool> starts)
    {
        _rewards.Clear(starts);
        Empty();
    }

    /// <summary>
    /// Writes all steps in packed form: masks with one bit per flag, as in memory. A rollout for more environments reads it with
    /// <see cref="Load"/>, together with what was written for the other environments.
    /// </summary>
    /// <param name="writer">The writer. Its stream may be sent to another process.</param>
    /// <exception cref="InvalidOperationException">The rollout is not full.</exception>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Require(IsFull, $"it has {Count} of {Steps} steps. Add all of them before saving it.");
        writer.Write(Environments);
        writer.Write(Steps);
        _slots.SaveShapes(writer);
        Array.ForEach(_storage, member => member.Save(writer));
        _rewards.Save(writer);
        PackedNumbers.Save(writer, _logProbs);
        PackedNumbers.Save(writer, _logProbsPerActor);
    }

    /// <summary>
    /// Replaces all steps by those of several rollouts, which store the first, the next, … and the last environments of this one. The
    /// result is the same, bit for bit, as if all steps of all environments had been added. Advantages have to be computed afterwards.
    /// </summary>
    /// <remarks>The rollout is empty if an exception is thrown.</remarks>
    /// <param name="parts">What <see cref="Save"/> of the other rollouts wrote, in the order of the environments.</param>
    /// <exception cref="InvalidDataException">
    /// A part has too few bytes, another number of environments or steps, or sizes that do not fit. The message contains its index.
    /// </exception>
    public void Load(params IReadOnlyList<BinaryReader> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Empty();
        PackedNumbers packed = new(Steps, Environments);
        int first = 0;
        for (int part = 0; part < parts.Count; part++)
        {
            try
            {
                first += LoadPart(parts[part], packed, first);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                throw new InvalidDataException($"{_layout.Name}: part {part} of {parts.Count}: {exception.Message}", exception);
            }
        }

        if (first != Environments)
        {
            throw new InvalidDataException($"{_layout.Name}: expected parts of {Environments} environments together, got {first}.");
        }

        Count = Steps;
    }

    /// <summary>Returns the name of the rollout, and the numbers of steps and environments.</summary>
    public override string ToString() => $"{_layout.Name} {{ {Count} of {Steps} steps of {Environments} environments }}";

    /// <summary>Reads the steps of some environments.</summary>
    /// <returns>The number of environments.</returns>
    private int LoadPart(BinaryReader reader, PackedNumbers packed, int first)
    {
        int count = reader.ReadInt32();
        if (count <= 0 || count > Environments - first)
        {
            throw new InvalidDataException($"expected parts of {Environments} environments together, got {first} and {count}.");
        }

        int steps = reader.ReadInt32();
        if (steps != Steps)
        {
            throw new InvalidDataException($"expected parts of {Steps} steps, got {steps}.");
        }

        _slots.LoadShapes(reader, isKnown: first > 0);
        Array.ForEach(_storage, member => member.Load(reader, first, count));
        _rewards.Load(packed, reader, first, count);
        packed.Load(reader, _logProbs, first, count);
        packed.Load(reader, _logProbsPerActor, first, count);
        return count;
    }

    /// <summary>The action masks and ranges, in the order of declaration, with a name that those of one head share.</summary>
    private IEnumerable<(string Head, MemberStorage Storage)> ActionMasks => _storage
        .Select((storage, member) => (Spec: _layout.Contract.Inputs[member], Storage: storage))
        .Where(member => member.Spec.IsOptional)
        .Select(member => (member.Spec.Member[..^(member.Spec.IsRange ? "Range" : "Mask").Length], member.Storage));

    private static double Fraction(IEnumerable<(double Legal, double Total)> counts)
    {
        (double legal, double total) = (0, 0);
        foreach ((double ofMask, double choices) in counts)
        {
            (legal, total) = (legal + ofMask, total + choices);
        }

        return total == 0 ? 1 : legal / total;
    }

    private static IEnumerable<int[]> Split(int[] order, int count) =>
        Enumerable
            .Range(0, count)
            .Select(part => order[(int)((long)order.Length * part / count)..(int)((long)order.Length * (part + 1) / count)]);

    private int[] DrawOrder(int length, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        RequireAdvantages();
        return Shuffle.Order(length, stream.Next());
    }

    private IEnumerable<Minibatch<TObservation, TActions>> EnumerateMinibatches(
        int clearCount,
        IEnumerable<int[]> parts,
        Func<int[], Minibatch<TObservation, TActions>> gather
    )
    {
        foreach (int[] part in parts)
        {
            Require(clearCount == _clearCount, "it was cleared while its minibatches were enumerated.");
            using Minibatch<TObservation, TActions> minibatch = gather(part);
            yield return minibatch;
        }
    }

    private Minibatch<TObservation, TActions> GatherMinibatch(int[] rows, long[] leading)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] tensors = new Tensor?[_storage.Length];
        for (int member = 0; member < tensors.Length; member++)
        {
            // A sequence contains only the memory before its first step: the policy computes that of later steps.
            bool isInitialMemory = leading.Length > 1 && _layout.Contract.Inputs[member].IsMemory;
            tensors[member] = isInitialMemory ? _storage[member].Gather(rows.AsSpan(..(int)leading[1]), leading[1..])
                : _storage[member].Gather(rows, leading);
        }

        return new Minibatch<TObservation, TActions>(
            TObservation.FromTensors(tensors[.._layout.InputCount]),
            TActions.FromTensors(tensors[_layout.InputCount..]),
            tensor(Array.ConvertAll(rows, row => _logProbs[row]), leading),
            _layout.HasValue ? Gather(_rewards.Values) : null,
            Gather(_rewards.Advantages),
            Gather(_rewards.Returns),
            tensor(Array.ConvertAll(rows, row => _rewards.Starts[row]), leading),
            tensor(Array.ConvertAll(rows, row => (long)row), leading),
            _layout.HasActors ? Gather(_logProbsPerActor) : null,
            _rewards.Present is { } present ? _slots.Gather(present, rows, leading, ScalarType.Bool) : null).MoveToOuterDisposeScope();

        Tensor Gather(float[] numbers) => _slots.Gather(numbers, rows, leading, ScalarType.Float32);
    }

    private void Empty()
    {
        Count = 0;
        _awaitsOutcome = false;
        _hasAdvantages = false;
        _clearCount++;
    }

    private void RequireAdvantages() =>
        Require(_hasAdvantages, $"its advantages have not been computed. Call {nameof(ComputeAdvantages)} when it is full.");

    private void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{_layout.Name}: {message}");
        }
    }
}
