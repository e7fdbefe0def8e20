using Masking.CompilerServices;
using Masking.Rollouts;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// What a number of environments went through for a number of steps, from which a trainer learns: the base of every generated
/// <c>Rollout</c>. All memory is taken when it is made, and none of it is a tensor; masks take one bit a flag.
/// </summary>
/// <remarks>
/// One step is <see cref="Add"/> with what the policy saw and did, and then <see cref="AddOutcome"/> with what came of it. They are two
/// calls because environments that step may write to the memory of the observation; everything is copied when it is added. When the rollout
/// is full, <see cref="ComputeAdvantages(double, double, ReadOnlySpan{float})"/>, then <see cref="Minibatches"/> as often as wanted, then
/// <see cref="Clear"/>. Not safe for use by several threads at once.
/// </remarks>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
public class Rollout<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly RolloutLayout _layout;
    private readonly RolloutSizes _sizes;
    private readonly RolloutMember[] _members;
    private readonly RolloutOutcomes _outcomes;
    private readonly float[] _logProbs;
    private readonly float[] _values;
    private bool _awaitsOutcome;
    private bool _hasAdvantages;
    private int _clearings;

    /// <summary>An empty rollout.</summary>
    /// <param name="layout">What there is to keep.</param>
    /// <param name="steps">The steps that each environment takes.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="sizes">The sizes that the layout leaves open, the batch apart.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one step, or not one environment.</exception>
    /// <exception cref="ArgumentException">That is more than can be kept, or a size is missing.</exception>
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
        _sizes = new RolloutSizes(layout, environments, sizes);
        _members =
        [
            .. Enumerable.Range(0, layout.Members).Select(member => RolloutMember.Of(layout, member, steps, environments, _sizes.Most)),
        ];
        _outcomes = new RolloutOutcomes(layout.Name, steps, environments);
        _logProbs = new float[steps * environments];
        _values = new float[steps * environments];
    }

    /// <summary>The steps that each environment takes until the rollout is full.</summary>
    public int Steps { get; }

    /// <summary>The number of environments.</summary>
    public int Environments { get; }

    /// <summary>The steps that have been added, with their outcomes.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is no room for another step.</summary>
    public bool IsFull => Count == Steps;

    /// <summary>The memory for observations and actions, in bytes.</summary>
    public long Bytes => _members.Sum(member => member.Bytes);

    /// <summary>The part of it that is for masks.</summary>
    public long MaskBytes => _members.OfType<RolloutMasks>().Sum(masks => masks.Bytes);

    /// <summary>
    /// The share of choices that action masks allowed in the steps that have been added; a mask that was null allowed all of them. 1 where
    /// there are none.
    /// </summary>
    /// <remarks>Every flag of every action mask counts, also those of choices that are absent, or whose head did not act.</remarks>
    public double LegalFraction
    {
        get
        {
            (long legal, long choices) = (0, 0);
            for (int member = 0; member < _members.Length; member++)
            {
                if (_layout.Contract.Inputs[member].IsOptional && _members[member] is RolloutMasks masks)
                {
                    (long legalHere, long choicesHere) = masks.CountFlags(Count);
                    (legal, choices) = (legal + legalHere, choices + choicesHere);
                }
            }

            return choices == 0 ? 1 : (double)legal / choices;
        }
    }

    /// <summary>Copies what the policy saw and did in all environments. <see cref="AddOutcome"/> completes the step.</summary>
    /// <param name="observation">What it saw; of float32, on any device.</param>
    /// <param name="step">What it did.</param>
    /// <exception cref="MaskShapeException">A tensor is not as declared, or is greater than there is room for. Then nothing is
    /// added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is no index. Then nothing is added.</exception>
    /// <exception cref="InvalidOperationException">The rollout is full, or the outcome of the step before is missing.</exception>
    public void Add(TObservation observation, Step<TActions> step)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(step);
        Require(!IsFull, $"all {Steps} steps have been added. Learn from them, and call {nameof(Clear)} before the next.");
        Require(!_awaitsOutcome, $"the outcome of step {Count} is missing. Call {nameof(AddOutcome)} after every {nameof(Add)}.");
        Tensor?[] tensors = _layout.TensorsOf(observation, step);
        Span<long> sizes = stackalloc long[_sizes.Count];
        _layout.Contract.Resolve(ScalarType.Float32, null, tensors, sizes);
        _sizes.Check(sizes, tensors);

        // What is written for a step does not count before the step does.
        using DisposeScope scope = NewDisposeScope();
        for (int member = 0; member < _members.Length; member++)
        {
            _members[member].Store(Count, tensors[member], sizes);
        }

        HostMemory.Read<float>(step.LogProb).CopyTo(_logProbs.AsSpan(Count * Environments));
        if (_layout.HasValue)
        {
            HostMemory.Read<float>(step.Value).CopyTo(_values.AsSpan(Count * Environments));
        }

        _awaitsOutcome = true;
    }

    /// <summary>Copies what came of the step that was added last.</summary>
    /// <param name="rewards"><c>(environments)</c>, finite.</param>
    /// <param name="dones"><c>(environments)</c>: whether the step ended the environment's episode, so that its next state belongs to
    /// another.</param>
    /// <param name="finalValues">
    /// <c>(environments)</c>: what the last state of each episode that the step ended is worth. It is 0 where the episode was over, and the
    /// policy's value of that state where only a time limit cut it off: Pardo et al. 2018, "Time Limits in Reinforcement Learning". It is
    /// read only where the step ended an episode. Empty is 0 everywhere.
    /// </param>
    /// <exception cref="ArgumentException">There is not one number for each environment, or one of them is not finite. Then nothing is
    /// added.</exception>
    /// <exception cref="InvalidOperationException">There is no step without an outcome.</exception>
    public void AddOutcome(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> dones, ReadOnlySpan<float> finalValues = default)
    {
        Require(_awaitsOutcome, $"there is no step without an outcome. Call {nameof(Add)} before every {nameof(AddOutcome)}.");
        _outcomes.Store(Count, rewards, dones, finalValues);
        _awaitsOutcome = false;
        Count++;
    }

    /// <inheritdoc cref="ComputeAdvantages(double, double, ReadOnlySpan{float})"/>
    /// <exception cref="MaskShapeException">The values are not <c>(environments)</c> of float32.</exception>
    public void ComputeAdvantages(double gamma, double lambda, Tensor lastValues)
    {
        ArgumentNullException.ThrowIfNull(lastValues);
        if (lastValues.IsInvalid || lastValues.dtype != ScalarType.Float32 || !Expect.HasSize(lastValues, [Environments]))
        {
            throw new MaskShapeException(
                _layout.Name,
                nameof(lastValues),
                $"({Environments}) float32",
                TensorText.Of(lastValues),
                "Give the policy's values of the states after the last step."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        ComputeAdvantages(gamma, lambda, HostMemory.Read<float>(lastValues));
    }

    /// <summary>Estimates how much better each action turned out than expected, and what the state values should have been.</summary>
    /// <remarks><see cref="GeneralizedAdvantage"/> says how. Without a <c>[Value]</c> all values count as 0.</remarks>
    /// <param name="gamma">
    /// The discount: what a reward is worth one step later; from -1 to 1. It is negative where two sides of a game take turns, so that the
    /// value of the next state is the other side's.
    /// </param>
    /// <param name="lambda">The decay: how far advantages look ahead before they trust the value; from 0 to 1.</param>
    /// <param name="lastValues">
    /// <c>(environments)</c>: the policy's values of the states after the last step. May be empty where the policy declares no
    /// <c>[Value]</c>, and where the last step ended
    /// the episode of every environment, so that none of them counts.
    /// </param>
    /// <exception cref="ArgumentException">There is not one value for each environment, although an episode goes on, or one of them is
    /// not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> or <paramref name="lambda"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The rollout is not full.</exception>
    public void ComputeAdvantages(double gamma, double lambda, ReadOnlySpan<float> lastValues = default)
    {
        GeneralizedAdvantage.RequireDiscounts(gamma, lambda);
        Require(IsFull, $"it has {Count} of {Steps} steps. Add all of them before their advantages are computed.");
        if (lastValues.IsEmpty && _layout.HasValue && _outcomes.Unfinished is { Count: > 0 } unfinished)
        {
            throw new ArgumentException($"{_layout.Name}: expected {Environments} lastValues, because the last step ended no episode in "
                + $"{unfinished.Count} of {Environments} environments "
                + $"({string.Join(", ", unfinished.Take(8))}{(unfinished.Count > 8 ? ", …" : "")}), got none. Give the policy's values of "
                    + $"the states after the last step.", nameof(lastValues));
        }

        _outcomes.ComputeAdvantages(_values, gamma, lambda, lastValues.IsEmpty ? new float[Environments] : lastValues);
        _hasAdvantages = true;
    }

    /// <summary>Hands out every row once, in random order: one epoch. Numbers of rows differ by at most one.</summary>
    /// <remarks>A minibatch holds until the next one is taken, or the loop is left; then its tensors are released.</remarks>
    /// <param name="count">The number of minibatches.</param>
    /// <param name="stream">The random numbers; the call takes one step of it. The order is a function of that step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not between 1 and the number of rows.</exception>
    /// <exception cref="InvalidOperationException">The advantages have not been computed.</exception>
    public IEnumerable<Minibatch<TObservation, TActions>> Minibatches(int count, RandomStream stream)
    {
        int rows = Steps * Environments;
        int[] order = Shuffled(rows, count, stream);
        return HandOut(_clearings, Split(order, count), part => Take(part, [part.Length]));
    }

    /// <summary>
    /// Hands out all steps of every environment once, environments in random order: one epoch for a policy that remembers.
    /// </summary>
    /// <remarks>
    /// Tensors are <c>(steps, environments, …)</c> for a part of the environments, but the memory of a recurrent policy is
    /// <c>(environments, width)</c>, that before the first step:
    /// observation, actions and <see cref="Minibatch{TObservation, TActions}.Starts"/>, which says where episodes begin, are what its
    /// <c>Evaluate</c> takes.
    /// A part holds until the next one is taken, or the loop is left; then its tensors are released.
    /// </remarks>
    /// <param name="count">The number of parts. Their numbers of environments differ by at most one.</param>
    /// <param name="stream">The random numbers; the call takes one step of it. The order is a function of that step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not between 1 and the number of environments.</exception>
    /// <exception cref="InvalidOperationException">The advantages have not been computed.</exception>
    public IEnumerable<Minibatch<TObservation, TActions>> Sequences(int count, RandomStream stream)
    {
        int[] order = Shuffled(Environments, count, stream);
        return HandOut(
            _clearings,
            Split(order, count),
            part =>
                Take(
                    [.. Enumerable.Range(0, Steps).SelectMany(step => part.Select(environment => (step * Environments) + environment))],
                    [Steps, part.Length]
                )
        );
    }

    /// <summary>
    /// Everything in order, step by step and within a step environment by environment: <c>(steps · environments, …)</c>. It belongs to the
    /// caller.
    /// </summary>
    /// <exception cref="InvalidOperationException">The advantages have not been computed.</exception>
    public Minibatch<TObservation, TActions> All()
    {
        RequireAdvantages();
        return Take([.. Enumerable.Range(0, Steps * Environments)], [Steps * Environments]);
    }

    /// <summary>Forgets all steps; the memory stays for the next.</summary>
    /// <param name="isNewEpisode">Whether every environment begins a new episode; if not, episodes go on where the last step left
    /// them.</param>
    public void Clear(bool isNewEpisode = false)
    {
        _outcomes.Clear(Count, isNewEpisode);
        Count = 0;
        _awaitsOutcome = false;
        _hasAdvantages = false;
        _clearings++;
    }

    /// <summary>How many steps of how many environments it holds.</summary>
    public override string ToString() => $"{_layout.Name} {{ {Count} of {Steps} steps of {Environments} environments }}";

    private static IEnumerable<int[]> Split(int[] order, int count) =>
        Enumerable
            .Range(0, count)
            .Select(part => order[(int)((long)order.Length * part / count)..(int)((long)order.Length * (part + 1) / count)]);

    private int[] Shuffled(int number, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, number);
        RequireAdvantages();
        return Shuffle.Order(number, stream.Next());
    }

    private IEnumerable<Minibatch<TObservation, TActions>> HandOut(
        int clearings,
        IEnumerable<int[]> parts,
        Func<int[], Minibatch<TObservation, TActions>> take
    )
    {
        foreach (int[] part in parts)
        {
            Require(clearings == _clearings, "it was cleared while its minibatches were handed out.");
            using Minibatch<TObservation, TActions> minibatch = take(part);
            yield return minibatch;
        }
    }

    private Minibatch<TObservation, TActions> Take(int[] rows, long[] leading)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] tensors = new Tensor?[_members.Length];
        for (int member = 0; member < tensors.Length; member++)
        {
            // Of a sequence, a policy takes the memory before its first step, and makes that of later steps.
            bool isOfTheFirstStep = leading.Length > 1 && _layout.Contract.Inputs[member].IsMemory;
            tensors[member] = isOfTheFirstStep ? _members[member].Gather(rows.AsSpan(..(int)leading[1]), leading[1..])
                : _members[member].Gather(rows, leading);
        }

        return new Minibatch<TObservation, TActions>(
            TObservation.FromTensors(tensors[.._layout.Inputs]),
            TActions.FromTensors(tensors[_layout.Inputs..]),
            Gather(_logProbs),
            _layout.HasValue ? Gather(_values) : null,
            Gather(_outcomes.Advantages),
            Gather(_outcomes.Returns),
            tensor(Array.ConvertAll(rows, row => _outcomes.Starts[row]), leading),
            tensor(Array.ConvertAll(rows, row => (long)row), leading)).MoveToOuterDisposeScope();

        Tensor Gather(float[] numbers) => tensor(Array.ConvertAll(rows, row => numbers[row]), leading);
    }

    private void RequireAdvantages() =>
        Require(_hasAdvantages, $"its advantages have not been computed. Call {nameof(ComputeAdvantages)} when it is full.");

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{_layout.Name}: {otherwise}");
        }
    }
}
