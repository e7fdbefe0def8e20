using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// The environments of a training. Failures, rewards and observations that are not finite are reported with row, step and member, before
/// anything is learned from them.
/// </summary>
/// <param name="environments">The environments.</param>
/// <param name="steps">Returns the number of the step, counted from 1 since the training began.</param>
/// <param name="actorSlots">The number of rewards of a row if every actor has its own; null if a row has one reward.</param>
/// <param name="firstRow">The row of the first environment among all environments of the training, for error messages.</param>
internal sealed class CheckedEnvironments<TObservation, TActions>(
    IVectorEnvironment<TObservation, TActions> environments, Func<long> steps, int? actorSlots = null, int firstRow = 0)
    : IVectorEnvironment<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private bool _isChecked;

    /// <inheritdoc/>
    public int Count => environments.Count;

    /// <inheritdoc/>
    public bool SavesEpisodes => environments.SavesEpisodes;

    /// <inheritdoc cref="IVectorEnvironment{TObservation, TActions}.Observe"/>
    /// <exception cref="EnvironmentException">A number of the observation is not finite.</exception>
    public TObservation Observe()
    {
        TObservation observation = environments.Observe();
        if (!_isChecked)
        {
            RequireFinite(observation);
            _isChecked = true;
        }

        return observation;
    }

    /// <inheritdoc cref="IVectorEnvironment{TObservation, TActions}.Step"/>
    /// <exception cref="EnvironmentException">
    /// An environment failed, a reward is not finite, or the number of rewards of actors is not that of the policy.
    /// </exception>
    public VectorStepResult Step(TActions actions)
    {
        VectorStepResult result = WithStep(() => environments.Step(actions));
        _isChecked = false;
        for (int row = 0; row < result.Rewards.Length; row++)
        {
            RequireActorRewards(row, result.ActorRewards[row].Span);
            if (!float.IsFinite(result.Rewards[row]))
            {
                throw NotFinite(row, "reward", $"returned the reward {Text(result.Rewards[row])}");
            }
        }

        return result;
    }

    /// <inheritdoc cref="IVectorEnvironment{TObservation, TActions}.ResetTruncated"/>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    public void ResetTruncated()
    {
        WithStep(() =>
        {
            environments.ResetTruncated();
            return true;
        });
        _isChecked = false;
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    public string Render(int row) => WithStep(() => environments.Render(row));

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => environments.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _isChecked = false;
        environments.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose() => environments.Dispose();

    /// <summary>Computes actions for an observation of these environments.</summary>
    /// <param name="act">Calls the policy.</param>
    /// <exception cref="EnvironmentException">The masks of a row allow no choice of a head.</exception>
    public T Act<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (NoLegalActionException exception)
        {
            int row = (int)exception.Rows[0];
            throw new EnvironmentException(firstRow + row, exception.Head, $"allows no choice of {exception.Head}", exception)
                .AtStep(steps());
        }
    }

    private void RequireActorRewards(int row, ReadOnlySpan<float> rewards)
    {
        const string Member = nameof(StepResult.ActorRewards);
        if (rewards.Length > 0 && rewards.Length != actorSlots)
        {
            string expected = actorSlots is { } slots
                ? $"expected {slots}, one for every slot of the set or map, or none"
                : "expected none, because the policy does not have a value of each actor, [Value(Each = …)]";
            throw new EnvironmentException(firstRow + row, Member, $"returned {rewards.Length} {Member}, {expected},").AtStep(steps());
        }

        for (int slot = 0; slot < rewards.Length; slot++)
        {
            if (!float.IsFinite(rewards[slot]))
            {
                throw NotFinite(row, Member, $"returned the reward {Text(rewards[slot])} for actor {slot} in {Member}");
            }
        }
    }

    private T WithStep<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (EnvironmentException exception) when (exception.Step is null)
        {
            throw exception.AtStep(steps());
        }
    }

    private void RequireFinite(TObservation observation)
    {
        IReadOnlyList<Tensor?> tensors = observation.ToTensors();
        for (int member = 0; member < tensors.Count; member++)
        {
            if (tensors[member] is { } tensor && FirstNotFinite(tensor, () => EntityMaskOf(member, tensors)) is { } element)
            {
                string name = TObservation.MemberNames.ElementAtOrDefault(member) ?? $"tensor {member}";
                long perRow = tensor.numel() / tensor.size(0);
                float number = MemoryMarshal.Cast<byte, float>(tensor.bytes)[element];
                throw NotFinite(
                    (int)(element / perRow), name, $"wrote {Text(number)} to {name}, at index {element % perRow} of its numbers,");
            }
        }
    }

    /// <summary>
    /// The mask of present entities if a member is an entity set; else null. Policies never read the numbers of absent entities.
    /// </summary>
    private static Tensor? EntityMaskOf(int member, IReadOnlyList<Tensor?> tensors)
    {
        IReadOnlyList<string> names = TObservation.MemberNames;
        int mask = member < names.Count ? names.ToList().IndexOf($"{names[member]}Mask") : -1;
        return mask >= 0 && tensors[member]?.dim() == 3 && tensors[mask]?.dim() == 2 ? tensors[mask] : null;
    }

    /// <summary>
    /// Returns the index of the first number that is not finite; null if there is none, or if the tensor is not in host memory.
    /// </summary>
    private static int? FirstNotFinite(Tensor tensor, Func<Tensor?> entityMaskOf)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.is_cpu() || !tensor.is_contiguous() || tensor.numel() == 0)
        {
            return null;
        }

        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        if (System.Numerics.Tensors.TensorPrimitives.IsFiniteAll(numbers))
        {
            return null;
        }

        Tensor? entityMask = entityMaskOf();
        ReadOnlySpan<bool> present = entityMask is null ? [] : MemoryMarshal.Cast<byte, bool>(entityMask.bytes);
        int perEntity = entityMask is null ? 1 : (int)tensor.size(2);
        for (int element = 0; element < numbers.Length; element++)
        {
            if (!float.IsFinite(numbers[element]) && (present.IsEmpty || present[element / perEntity]))
            {
                return element;
            }
        }

        return null;
    }

    private EnvironmentException NotFinite(int row, string member, string failure) =>
        new EnvironmentException(firstRow + row, member, failure).AtStep(steps());

    private static string Text(float number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
