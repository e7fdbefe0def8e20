using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Samples.HiddenDanger;

/// <summary>The command line of the sample. It trains two pandas, one with the mask of visible entities and one without.</summary>
public static class PandaCommand
{
    /// <summary>The name of the panda with the mask of visible entities.</summary>
    public const string Masked = "masked";

    /// <summary>The name of the panda without the mask.</summary>
    public const string Unmasked = "unmasked";

    /// <summary>The file name of the picture of the attention weights.</summary>
    public const string PictureName = "attention.png";

    private const int DefaultSteps = 49_152;

    /// <summary>Creates the command line.</summary>
    public static TrainingCommand Create() =>
        new("hidden-danger", "Trains a panda to find a watermelon among hidden dangers, with and without the mask of visible entities.")
        {
            Title = "Hidden danger: attention with and without the mask of visible entities",
            DefaultSteps = DefaultSteps,
            BestReturn = 1,
            Agents = [Masked, Unmasked],
            CreateTrainer = arguments =>
                PandaTraining.CreateTrainer(
                    arguments.Agent == Masked,
                    PandaTraining.Options with { Seed = arguments.Seed },
                    arguments.Threads),
            OnCompleted = ReportResults,
        };

    private static void ReportResults(CompletedRun run)
    {
        run.Output.WriteLine($"Results on {PandaTraining.EvaluationBoards:N0} new boards, the same for both pandas:");
        List<PandaAttention> pandas = [];
        foreach ((ITrainer trainer, string name) in run.Trainers.Zip([Masked, Unmasked]))
        {
            var policy = (PandaPolicy)((PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution>)trainer).Policy;
            run.Output.WriteLine($"  {name,-8}  {PandaTraining.Evaluate(policy, name == Masked)}");
            PandaWorld world = new(isMasked: name == Masked);
            Scene.Play(world);
            pandas.Add(PandaAttention.Measure($"The panda's attention, {name}", policy, world));
        }

        string picture = Path.Combine(run.Folder.FullName, PictureName);
        AttentionPicture.Save(picture, pandas);
        run.Output.WriteLine($"Attention weights in a position with hidden scorpion and dragon: {picture}");
    }
}
