-- The points that locate_many has staged.
SELECT ordinal, position, metric FROM asked_point
