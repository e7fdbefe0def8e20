using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Demonstrations of fixed rules.</summary>
internal static class Teacher
{
    private const int Environments = 32;

    /// <summary>Picks the greatest legal number, and says whether it is positive.</summary>
    public static Demonstrations<PickPolicy.Observation, PickPolicy.Actions> Picks(int steps)
    {
        Random random = new(1);
        using PickPolicy.Batch batch = new(Environments);
        Demonstrations<PickPolicy.Observation, PickPolicy.Actions> demonstrations = Demonstrations.Of(batch);
        for (int step = 0; step < steps; step++)
        {
            long[] picks = new long[Environments];
            long[] positive = new long[Environments];
            for (int row = 0; row < Environments; row++)
            {
                Span<float> numbers = batch.Numbers(row);
                int illegal = random.Next(3);
                for (int i = 0; i < 3; i++)
                {
                    numbers[i] = (2 * random.NextSingle()) - 1;
                    batch.PickMask(row)[(Place)i] = i != illegal;
                }

                int best = (illegal + 1) % 3;
                best = numbers[(illegal + 2) % 3] > numbers[best] ? (illegal + 2) % 3 : best;
                picks[row] = best;
                positive[row] = best == 2 ? -1 : numbers[best] > 0 ? 1 : 0;
            }

            using TorchSharp.DisposeScope scope = NewDisposeScope();
            PickPolicy.Actions actions = new() { Pick = tensor(picks), IsPositive = tensor(positive) };
            demonstrations.Add(batch.Observation, actions);
        }

        return demonstrations;
    }

    /// <summary>
    /// Repeats the place shown in the first of four steps. Episodes of half of the environments are shifted by two steps.
    /// </summary>
    public static Demonstrations<RecallPolicy.Observation, RecallPolicy.Actions> Recalls(int steps)
    {
        Random random = new(1);
        using RecallPolicy.Batch batch = new(Environments);
        Demonstrations<RecallPolicy.Observation, RecallPolicy.Actions> demonstrations = Demonstrations.Of(batch);
        long[] picks = new long[Environments];
        for (int step = 0; step < steps; step++)
        {
            bool[] dones = new bool[Environments];
            for (int row = 0; row < Environments; row++)
            {
                int inEpisode = (step + (row % 2 * 2)) % 4;
                batch.Clear(row);
                if (inEpisode == 0 || step == 0)
                {
                    picks[row] = random.Next(3);
                    batch.Shown(row)[(int)picks[row]] = 1;
                }

                dones[row] = inEpisode == 3;
            }

            using TorchSharp.DisposeScope scope = NewDisposeScope();
            demonstrations.Add(batch.Observation, new RecallPolicy.Actions { Pick = tensor(picks) }, dones);
        }

        return demonstrations;
    }
}
