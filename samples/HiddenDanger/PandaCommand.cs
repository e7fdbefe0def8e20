using Masking.Samples.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>The command line of the sample: the same panda, trained side by side with the mask of what it sees and without.</summary>
public static class PandaCommand
{
    /// <summary>The panda that is told which entities it sees.</summary>
    public const string Masked = "masked";

    /// <summary>The panda that is not.</summary>
    public const string Unmasked = "unmasked";

    /// <summary>The picture of what both attend to.</summary>
    public const string PictureName = "attention.png";

    private const int DefaultSteps = 49_152;

    /// <summary>The command line.</summary>
    public static TrainingCommand Create() =>
        new("hidden-danger", "Trains a panda to find a watermelon among hidden dangers, with the mask of what it sees and without.")
        {
            Title = "Hidden danger: attention with and without the mask of what is seen",
            Steps = DefaultSteps,
            BestReturn = 1,
            Agents = [Masked, Unmasked],
            Begin = arguments =>
                PandaTraining.Begin(arguments.Agent == Masked, PandaTraining.Options with { Seed = arguments.Seed }, arguments.Threads),
            Conclude = Conclude,
        };

    private static void Conclude(Conclusion conclusion)
    {
        conclusion.Output.WriteLine($"On {PandaTraining.TrialBoards:N0} new boards, the same for both, the panda");
        List<PandaAttention> pandas = [];
        foreach ((ITrainer trainer, string name) in conclusion.Trainers.Zip([Masked, Unmasked]))
        {
            var policy = (PandaPolicy)((PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution>)trainer).Policy;
            conclusion.Output.WriteLine($"  {name,-8}  {PandaTraining.Try(policy, name == Masked)}");
            PandaWorld world = new(isMasked: name == Masked);
            Scene.Play(world);
            pandas.Add(PandaAttention.Of($"The panda's attention, {name}", policy, world));
        }

        string picture = Path.Combine(conclusion.Folder.FullName, PictureName);
        AttentionPicture.Save(picture, pandas);
        conclusion.Output.WriteLine($"What both attend to where a scorpion and a dragon are hidden: {picture}");
    }
}
