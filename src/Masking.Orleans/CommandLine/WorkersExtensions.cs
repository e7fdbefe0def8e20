using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>Adds workers to the command line of a training.</summary>
public static class WorkersExtensions
{
    /// <summary>
    /// Adds the option <c>--workers</c>, which runs the environments on workers in the process, and the subcommands <c>learn</c> and
    /// <c>work</c>, which run learner and workers in processes of their own, also on several machines.
    /// </summary>
    /// <param name="command">The command. It trains one agent.</param>
    /// <param name="define">
    /// Defines the training, with <see cref="TrainingArguments.Shards"/> and <see cref="TrainingArguments.Overlap"/>.
    /// <see cref="TrainingCommand.CreateTrainer"/> creates the trainer of this definition, with <see cref="TrainingArguments.Runner"/>.
    /// </param>
    /// <returns>The same command.</returns>
    /// <exception cref="InvalidOperationException">The command trains several agents.</exception>
    /// <example>
    /// <code><![CDATA[
    /// return await new TrainingCommand("nim", "Trains an agent to play Nim.")
    /// {
    ///     Title = "Nim",
    ///     DefaultSteps = 40_000,
    ///     BestReturn = 1,
    ///     CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
    /// }.AddWorkers(Define).RunAsync(args);
    /// ]]></code>
    /// </example>
    public static TrainingCommand AddWorkers(this TrainingCommand command, Func<TrainingArguments, IShardedTraining> define)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(define);
        ShardOptions shards = new(define);
        command.SetModes(shards, new EmbeddedWorkersMode(shards).Create(), new LearnMode(shards).Create());
        command.AddSubcommand(new WorkCommand(command, shards).Create());
        return command;
    }
}
