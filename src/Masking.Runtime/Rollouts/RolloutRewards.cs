using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>
/// Rewards, values, ends of episodes, advantages and returns of a rollout: one element for every environment at every step or, with a value
/// of each actor, one for every slot.
/// </summary>
/// <param name="layout">The layout of the rollout.</param>
/// <param name="slots">The slots of values and rewards.</param>
internal sealed class RolloutRewards(RolloutLayout layout, SlotNumbers slots)
{
    private readonly int _environments = slots.Environments;
    private readonly float[] _rewards = slots.Create<float>();
    private readonly bool[] _dones = new bool[slots.Steps * slots.Environments];
    private readonly float[] _finalValues = slots.Create<float>();

    /// <summary>The values of the policy.</summary>
    public float[] Values { get; } = slots.Create<float>();

    /// <summary>Whether a slot has an actor; null for one value per environment.</summary>
    public bool[]? Present { get; } = layout.HasActors ? slots.Create<bool>() : null;

    /// <summary>The advantages, once they have been computed.</summary>
    public float[] Advantages { get; } = slots.Create<float>();

    /// <summary>The returns, once they have been computed.</summary>
    public float[] Returns { get; } = slots.Create<float>();

    /// <summary>Whether an episode starts with the step. In a new rollout, the first step starts an episode in every environment.</summary>
    public bool[] Starts { get; } =
        [.. Enumerable.Range(0, slots.Steps * slots.Environments).Select(row => row < slots.Environments)];

    /// <summary>Stores the values of a step, and which actors are present.</summary>
    /// <param name="step">The index of the step.</param>
    /// <param name="values"><c>(environments, …)</c>: the values.</param>
    /// <param name="present">The presence mask of the actors; null for one value per environment.</param>
    public void StoreValues(int step, Tensor values, Tensor? present)
    {
        slots.Store(step, values, Values);
        if (present is not null)
        {
            slots.Store(step, present, Present!);
        }
    }

    /// <summary>Stores the outcome of a step.</summary>
    /// <exception cref="ArgumentException">
    /// The number of elements is not that of the environments or slots, or an element is not finite. Nothing is stored.
    /// </exception>
    public void Store(int step, ReadOnlySpan<float> rewards, ReadOnlySpan<bool> dones, ReadOnlySpan<float> finalValues)
    {
        RequireOnePerSlot("rewards", rewards.Length);
        RequireOnePerEnvironment("dones", dones.Length);
        RequireFinite("rewards", rewards, PresentAt(step));
        if (!finalValues.IsEmpty)
        {
            RequireOnePerSlot("finalValues", finalValues.Length);
            for (int environment = 0; environment < _environments; environment++)
            {
                RequireFinite("finalValues", dones[environment] ? finalValues.Slice(environment * slots.Slots, slots.Slots) : [], []);
            }
        }

        int first = step * slots.PerStep;
        rewards.CopyTo(_rewards.AsSpan(first));
        dones.CopyTo(_dones.AsSpan(step * _environments));
        _finalValues.AsSpan(first, slots.PerStep).Clear();
        finalValues.CopyTo(_finalValues.AsSpan(first));
        if (step + 1 < slots.Steps)
        {
            dones.CopyTo(Starts.AsSpan((step + 1) * _environments));
        }
    }

    /// <summary>Computes <see cref="Advantages"/> and <see cref="Returns"/>.</summary>
    /// <exception cref="ArgumentException">The number of last values is not that of the environments or slots, or one is not
    /// finite.</exception>
    public void ComputeAdvantages(double gamma, double lambda, ReadOnlySpan<float> lastValues)
    {
        RequireOnePerSlot("lastValues", lastValues.Length);
        RequireFinite("lastValues", lastValues, []);
        if (Present is null)
        {
            GeneralizedAdvantage.Estimate(_rewards, Values, _dones, _finalValues, lastValues, gamma, lambda, Advantages, Returns);
        }
        else if (slots.Slots > 0)
        {
            ComputeAdvantages(Present, gamma, lambda, lastValues);
        }
    }

    /// <summary>
    /// Computes the advantages of actors, each along its slot. The episode of an actor ends where the slot is empty at the next step; the
    /// value of its next state is then 0.
    /// </summary>
    private void ComputeAdvantages(bool[] present, double gamma, double lambda, ReadOnlySpan<float> lastValues)
    {
        float[] rewards = slots.Create<float>();
        float[] values = slots.Create<float>();
        float[] finalValues = slots.Create<float>();
        bool[] dones = slots.Create<bool>();
        for (int slot = 0; slot < present.Length; slot++)
        {
            int next = slot + slots.PerStep;
            bool isEndOfEpisode = _dones[slot / slots.Slots];
            dones[slot] = isEndOfEpisode || (next < present.Length && !present[next]);
            finalValues[slot] = isEndOfEpisode ? _finalValues[slot] : 0;
            (rewards[slot], values[slot]) = present[slot] ? (_rewards[slot], Values[slot]) : (0, 0);
        }

        GeneralizedAdvantage.Estimate(rewards, values, dones, finalValues, lastValues, gamma, lambda, Advantages, Returns);
        for (int slot = 0; slot < present.Length; slot++)
        {
            if (!present[slot])
            {
                (Advantages[slot], Returns[slot]) = (0, 0);
            }
        }
    }

    /// <summary>The environments in which the last step did not end the episode.</summary>
    public List<int> UnfinishedEnvironments => [.. Enumerable.Range(0, _environments).Where(environment =>
        !_dones[_dones.Length - _environments + environment])];

    /// <summary>Prepares for the next rollout.</summary>
    /// <param name="count">The number of steps that were stored.</param>
    /// <param name="isNewEpisode">
    /// Whether all environments start a new episode. Otherwise, an episode starts where the last stored step ended one.
    /// </param>
    public void Clear(int count, bool isNewEpisode)
    {
        if (isNewEpisode)
        {
            Starts.AsSpan(0, _environments).Fill(true);
        }
        else if (count > 0)
        {
            _dones.AsSpan((count - 1) * _environments, _environments).CopyTo(Starts);
        }
    }

    /// <summary>Sets in which environments an episode starts with the first step.</summary>
    /// <exception cref="ArgumentException">The number of elements is not the number of environments.</exception>
    public void Clear(ReadOnlySpan<bool> starts)
    {
        RequireOnePerEnvironment("starts", starts.Length);
        starts.CopyTo(Starts);
    }

    /// <summary>Writes what was stored.</summary>
    public void Save(BinaryWriter writer)
    {
        PackedNumbers.Save(writer, _rewards);
        PackedNumbers.Save(writer, Values);
        PackedNumbers.Save(writer, _finalValues);
        PackedNumbers.Save(writer, Present ?? []);
        PackedNumbers.Save(writer, _dones);
        PackedNumbers.Save(writer, Starts);
    }

    /// <summary>Reads what <see cref="Save"/> of fewer environments wrote.</summary>
    /// <param name="packed">Reads the numbers of some environments.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="first">The first of the environments.</param>
    /// <param name="count">The number of environments.</param>
    /// <exception cref="EndOfStreamException">There are too few bytes.</exception>
    public void Load(PackedNumbers packed, BinaryReader reader, int first, int count)
    {
        packed.Load(reader, _rewards, first, count);
        packed.Load(reader, Values, first, count);
        packed.Load(reader, _finalValues, first, count);
        packed.Load(reader, Present ?? [], first, count);
        packed.Load(reader, _dones, first, count);
        packed.Load(reader, Starts, first, count);
    }

    /// <summary>The number of elements that rewards and values of all environments have, in words.</summary>
    public string Expected(string argument) => !layout.HasActors ? $"{_environments} {argument}"
        : $"{slots.PerStep} {argument}, {slots.Slots} for each of {_environments} environments";

    private ReadOnlySpan<bool> PresentAt(int step) => Present is null ? [] : Present.AsSpan(step * slots.PerStep, slots.PerStep);

    private void RequireOnePerSlot(string argument, int length)
    {
        if (!layout.HasActors)
        {
            RequireOnePerEnvironment(argument, length);
        }
        else if (length != slots.PerStep)
        {
            throw new ArgumentException(
                $"{layout.Name}: expected {Expected(argument)}, got {length}. The policy has a value of each actor, so there is one for "
                    + "every slot, whether an actor is present or not.",
                argument);
        }
    }

    private void RequireOnePerEnvironment(string argument, int length)
    {
        if (length != _environments)
        {
            throw new ArgumentException(
                $"{layout.Name}: expected {_environments} {argument}, one for each environment, got {length}.", argument);
        }
    }

    /// <summary>Requires finite numbers, and ignores those of slots without an actor.</summary>
    private void RequireFinite(string argument, ReadOnlySpan<float> numbers, ReadOnlySpan<bool> present)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]) && (present.IsEmpty || present[i]))
            {
                throw new ArgumentException($"{layout.Name}: expected finite {argument}, got {numbers[i]}.", argument);
            }
        }
    }
}
