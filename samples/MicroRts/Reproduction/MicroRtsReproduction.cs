using System.CommandLine;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.Reproduction;

namespace Masking.Samples.MicroRts.Reproduction;

/// <summary>The subcommand that trains with and without masks, and writes the results and the picture of the README.</summary>
public static class MicroRtsReproduction
{
    /// <summary>
    /// The default length of each training in environment steps. It is a part of <see cref="MicroRtsTraining.DefaultSteps"/>, because a
    /// training without the agent mask takes more than twice as long as one with it.
    /// </summary>
    public const int DefaultSteps = 819_200;

    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    /// <param name="gamesPerPair">The number of games of each pair of players after a training, half of them on each side.</param>
    public static Command Create(int gamesPerPair = 100)
    {
        Dictionary<SeedResults<MicroRtsPolicy>, PairTable> tables = [];
        return new ReproduceCommand<MicroRtsPolicy>(
            "microrts", "Trains agents with all masks, without the agent mask and without action masks")
        {
            DefaultSteps = DefaultSteps,
            BestReturn = AgentTrainer.BestReturn,
            Agents = [.. MaskVariant.All.Select(variant => variant.Label)],
            CreateTrainer = (label, seed, _) => MicroRtsTraining.CreateTrainer(
                MaskVariant.All.Single(variant => variant.Label == label).Masks,
                MicroRtsTraining.Setup,
                MicroRtsTraining.Options with { Seed = seed },
                threads: 1),
            Evaluate = (_, trainer) => Copy(((AgentTrainer)trainer).Policy),
            Table = seeds => ResultsPage.Of(seeds, [.. seeds.Select(TableOf)]),
            Draw = LearningCurvesFigure.Save,
        }.Create();

        PairTable TableOf(SeedResults<MicroRtsPolicy> seed)
        {
            if (!tables.TryGetValue(seed, out PairTable? table))
            {
                table = PairTable.Play(seed.Results, MicroRtsTraining.Setup.Map, gamesPerPair);
                tables.Add(seed, table);
            }

            return table;
        }
    }

    /// <summary>Copies a policy, because its trainer is disposed before the games of the next seed.</summary>
    private static MicroRtsPolicy Copy(MicroRtsPolicy policy)
    {
        MicroRtsPolicy copy = new();
        copy.load_state_dict(policy.state_dict());
        return copy;
    }
}
