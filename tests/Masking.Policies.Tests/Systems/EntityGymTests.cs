using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class EntityGymTests
{
    private static readonly Job[] OnOthers = [Job.Trade, Job.Follow, Job.Attack];

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new EntityGym(), Observe);

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using EntityGym policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
    }

    private static EntityGym.Observation Observe(Draw draw, int batch)
    {
        (int workers, int others) = (draw.Integer(2, 8), draw.Integer(2, 8));
        return new EntityGym.Observation
        {
            Globals = draw.Numbers(batch, 6),
            Workers = draw.Numbers(batch, workers, 7),
            WorkersMask = draw.Mask(batch, workers),
            Others = draw.Numbers(batch, others, 5),
            OthersMask = draw.Mask(batch, others),
            JobsMask = draw.Mask(batch, workers, 5),
            PartnersMask = draw.Mask(batch, workers, workers),
            TargetsMask = draw.Mask(batch, workers, others),
        };
    }

    private static double[] LogProb(EntityGym policy, EntityGym.Observation observation, EntityGym.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEncoding workers = policy.Workers.call(observation.Workers, observation.WorkersMask, null);
        EntityEncoding others = policy.Others.call(observation.Others, observation.OthersMask, null);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([policy.Globals.call(observation.Globals), others.Pooled, workers.Pooled],
            1)));
        double[][][] workerEncodings = Formulas.Tables(workers.Entities);
        double[][][] otherEncodings = Formulas.Tables(others.Entities);
        bool[][] present = Formulas.Masks(observation.WorkersMask);
        bool[][][] jobMask = Formulas.MaskTables(observation.JobsMask!);
        bool[][][] partnerMask = Formulas.MaskTables(observation.PartnersMask!.logical_and(observation.WorkersMask.unsqueeze(1)));
        bool[][][] targetMask = Formulas.MaskTables(observation.TargetsMask!.logical_and(observation.OthersMask.unsqueeze(1)));
        long[][] jobs = Formulas.Actions(actions.Jobs);
        long[][] partners = Formulas.Actions(actions.Partners);
        long[][] targets = Formulas.Actions(actions.Targets);

        return
        [
            .. latent.Select(
                (ofAll, row) =>
                    Enumerable
                        .Range(0, present[row].Length)
                        .Where(worker => present[row][worker])
                        .Sum(worker =>
                        {
                            double[] known = [.. workerEncodings[row][worker], .. ofAll];
                            double logProb =
                                Formulas.LogProb(formulas.Linear("Jobs", known), jobMask[row][worker], jobs[row][worker])
                                + Formulas.LogProb(
                                    formulas.Point("Partners", known, workerEncodings[row]),
                                    partnerMask[row][worker],
                                    partners[row][worker]
                                );
                            return OnOthers.Contains((Job)jobs[row][worker])
                                ? logProb
                                    + Formulas.LogProb(
                                        formulas.Point("Targets", known, otherEncodings[row]),
                                        targetMask[row][worker],
                                        targets[row][worker]
                                    )
                                : logProb;
                        })
            ),
        ];
    }
}
